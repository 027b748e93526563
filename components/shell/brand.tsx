import Link from "next/link";

export function Brand() {
  return (
    <Link
      href="/"
      prefetch={false}
      className="inline-flex items-center gap-2.5 rounded-control text-heading no-underline"
    >
      <svg width="18" height="18" viewBox="0 0 32 32" aria-hidden="true" className="rounded-[5px]">
        <path fill="var(--green)" d="M0 0h16v32H0z" />
        <path fill="var(--blue)" d="M16 0h16v32H16z" />
      </svg>
      Greenlight
    </Link>
  );
}
