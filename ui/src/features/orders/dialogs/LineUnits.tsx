import type { ReactNode } from "react";
import type { OrderLine } from "../../../generated/commands";
import { texts } from "../../../shared/i18n";
import { LinkButton, Shape, Stepper } from "../../../shared/ui";

const t = texts({ "orderUnits.all": "All", "orderUnits.all.of": "All units of {name}" });

/** One line of an order with what can be done of it, and how many units of that. */
export function LineUnits(props: {
  line: OrderLine;
  /** "3 open" */
  room: string;
  label: string;
  value: number;
  max: number;
  onChange: (n: number) => void;
  error?: string | null;
  children?: ReactNode;
}) {
  const { line } = props;
  return (
    <li className="border-line border-t py-2 first:border-t-0" data-testid="line-units" data-sku={line.sku}>
      <div className="flex items-center gap-3">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{line.name}</span>
          <span className="code text-12 text-ink-3">{line.sku}</span>
        </span>
        <span className="text-12 text-ink-3 tabular-nums">{props.room}</span>
        <LinkButton
          className="text-12"
          aria-label={t("orderUnits.all.of", { name: line.name })}
          onPress={() => props.onChange(props.max)}
        >
          {t("orderUnits.all")}
        </LinkButton>
        <Stepper
          label={props.label}
          min={0}
          max={props.max}
          value={props.value}
          error={Boolean(props.error)}
          onChange={props.onChange}
        />
      </div>
      {props.children}
      {props.error && <Problem>{props.error}</Problem>}
    </li>
  );
}

export function Problem(props: { children: ReactNode }) {
  return (
    <p role="alert" className="flex gap-1.5 text-12 text-bad">
      <Shape name="rejected" className="mt-px" />
      {props.children}
    </p>
  );
}
