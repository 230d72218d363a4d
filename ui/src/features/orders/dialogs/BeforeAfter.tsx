import { texts } from "../../../shared/i18n";
import { Nil } from "../../../shared/ui";

const t = texts({ "beforeAfter.field": "Field" });

/** Field, before, after. */
export function BeforeAfter(props: {
  label: string;
  before: string;
  after: string;
  rows: { key: string; name: string; under?: string; before: string; after: string }[];
}) {
  const cell = "break-words border-line border-t border-l px-2.5 py-1.5";
  return (
    <table
      aria-label={props.label}
      className="w-full table-fixed border-separate border-spacing-0 overflow-hidden rounded-2 border border-line text-left tabular-nums"
    >
      <thead>
        <tr className="label">
          <th className="w-40 px-2.5 py-1 font-medium">{t("beforeAfter.field")}</th>
          <th className="border-line border-l px-2.5 py-1 font-medium">{props.before}</th>
          <th className="border-line border-l px-2.5 py-1 font-medium">{props.after}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((r) => (
          <tr key={r.key} data-testid="difference">
            <th scope="row" className="break-words border-line border-t px-2.5 py-1.5 text-left font-normal text-ink-3">
              {r.name}
              {r.under && <span className="code block truncate text-12">{r.under}</span>}
            </th>
            <td
              data-selectable
              className={`${cell} ${r.before === "" ? "" : "bg-bad-tint text-ink-2 line-through decoration-bad"}`}
            >
              {r.before === "" ? <Nil /> : r.before}
            </td>
            <td data-selectable className={`${cell} ${r.after === "" ? "" : "bg-ok-tint font-medium"}`}>
              {r.after === "" ? <Nil /> : r.after}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
