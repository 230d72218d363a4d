import type { ReactNode } from "react";

/** The bar below a step: back on the left, on on the right. */
export function Footer(props: { start?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex h-[52px] shrink-0 items-center gap-3 border-line border-t bg-surface px-4 text-12 text-ink-2">
      {props.start}
      <span className="ml-auto flex min-w-0 items-center gap-3">{props.children}</span>
    </div>
  );
}
