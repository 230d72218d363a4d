import { useFormats } from "../../../shared/formats";

/** Goods that left or came back together. */
export function Goods(props: {
  title: string;
  /** what is said below it, parted by dots; what is empty is left out */
  under: string[];
  end: string;
  lines: { key: string; n: number; what: string; end?: string }[];
  testid: string;
}) {
  const f = useFormats();
  return (
    <li data-testid={props.testid} data-selectable>
      <div className="flex items-baseline justify-between gap-3">
        <span>{props.title}</span>
        <span className="font-medium tabular-nums">{props.end}</span>
      </div>
      <p className="text-12 text-ink-3 tabular-nums">
        {props.under
          .filter((u) => u !== "")
          .map((u, at) => (
            <span key={u} className={at === 0 ? undefined : "dot-sep"}>
              {u}
            </span>
          ))}
      </p>
      <ul className="mt-0.5 text-12 text-ink-2">
        {props.lines.map((l) => (
          <li key={l.key} className="grid grid-cols-[28px_minmax(0,1fr)_auto] gap-x-2 tabular-nums">
            <span className="text-right">{f.count(l.n)}</span>
            <span className="truncate">{l.what}</span>
            <span>{l.end}</span>
          </li>
        ))}
      </ul>
    </li>
  );
}
