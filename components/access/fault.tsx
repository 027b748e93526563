/** Why it did not work. Said aloud when it appears. */
export const Fault = ({ words }: { words: string | null }) =>
  words === null ? null : (
    <p role="alert" className="text-small wrap-anywhere text-red">
      <span aria-hidden="true">▲ </span>
      {words}
    </p>
  );
