"use client";

import {
  type ComponentType,
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useMemo,
  useRef,
  useState,
} from "react";
import { usePaletteKey } from "@/lib/client/use-palette-key";
import type { PaletteProps } from "./palette";

interface PaletteDoor {
  open: () => void;
  /** Presses the one button that rolls back; null where none is shown. */
  rollback: RefObject<(() => void) | null>;
  /** Its code could not be had. */
  failed: boolean;
}

const Door = createContext<PaletteDoor>({ open: () => {}, rollback: { current: null }, failed: false });

export const usePalette = (): PaletteDoor => useContext(Door);

type Loaded = ComponentType<PaletteProps>;

/** Opens the palette, by key or button, over whatever page is open. Its code comes with the first opening. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const rollback = useRef<(() => void) | null>(null);
  const [wanted, setWanted] = useState(false);
  const [failed, setFailed] = useState(false);
  const [Palette, setPalette] = useState<Loaded | null>(null);
  const open = () => {
    setWanted(true);
    setFailed(false);
    if (Palette !== null) return;
    import("./palette").then(
      (loaded) => setPalette(() => loaded.Palette),
      () => {
        setWanted(false);
        setFailed(true);
      },
    );
  };
  usePaletteKey(() => {
    if (!wanted) open();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whether it is loaded is all that `open` sees of a render.
  const door = useMemo(() => ({ open, rollback, failed }), [Palette, failed]);
  return (
    <Door value={door}>
      {children}
      {wanted && Palette !== null && <Palette closed={() => setWanted(false)} rollback={rollback} />}
    </Door>
  );
}
