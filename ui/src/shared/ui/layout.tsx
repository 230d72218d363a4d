import { X } from "lucide-react";
import { type ReactNode, type Ref, useEffect } from "react";
import { Button as AriaButton } from "react-aria-components";
import { cx } from "../cx";
import { texts } from "../i18n";
import { Kbd } from "./controls";

const t = texts({
  "chip.remove": "Remove filter {name}",
  "chip.edit": "Change filter {name}",
  "tabs.changed": "Changed from the saved view",
});

export type ViewTab = {
  id: string;
  label: string;
  count?: string;
  active: boolean;
  changed?: boolean;
  onPress: () => void;
};

/** Saved views with their counts. A dot says that the view was changed. */
export function ViewTabs(props: { label: string; tabs: ViewTab[]; end?: ReactNode }) {
  return (
    <nav
      aria-label={props.label}
      className="flex h-10 shrink-0 items-stretch gap-5 overflow-hidden whitespace-nowrap border-line border-b px-4 narrow:gap-4"
    >
      {props.tabs.map((tab) => (
        <AriaButton
          key={tab.id}
          aria-current={tab.active ? "true" : undefined}
          data-testid={`view-${tab.id}`}
          onPress={tab.onPress}
          className={cx(
            "relative flex items-center gap-1.5 rounded-1 font-medium -outline-offset-2",
            tab.active
              ? "text-ink after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent"
              : "text-ink-2 data-hovered:text-ink",
          )}
        >
          {tab.label}
          {tab.count !== undefined && <span className="font-normal text-12 text-ink-3 tabular-nums">{tab.count}</span>}
          {tab.active && tab.changed && (
            <span
              className="size-[5px] rounded-full bg-accent"
              role="img"
              aria-label={t("tabs.changed")}
              title={t("tabs.changed")}
            />
          )}
        </AriaButton>
      ))}
      {props.end && <span className="ml-auto flex items-center gap-1">{props.end}</span>}
    </nav>
  );
}

/** The row of chips above a table. */
export function FilterBar(props: { children: ReactNode; end?: ReactNode }) {
  return (
    <div className="flex h-10 shrink-0 items-center gap-1.5 overflow-hidden whitespace-nowrap px-4">
      {props.children}
      {props.end && <span className="ml-auto flex items-center gap-2">{props.end}</span>}
    </div>
  );
}

/** Field, condition, value, and a cross. */
export function Chip(props: {
  field: string;
  condition: string;
  value: string;
  onEdit?: () => void;
  onRemove: () => void;
  buttonRef?: Ref<HTMLButtonElement>;
  testid?: string;
}) {
  return (
    <span
      data-testid={props.testid}
      className="inline-flex h-6 shrink-0 items-stretch overflow-hidden rounded-1 border border-line-2 text-12 text-ink-2 leading-[22px]"
    >
      <AriaButton
        ref={props.buttonRef}
        aria-description={t("chip.edit", { name: props.field })}
        onPress={props.onEdit}
        className="flex -outline-offset-2 data-hovered:bg-hover"
      >
        <span className="px-1.5">{props.field}</span>{" "}
        <span className="border-line-2 border-l px-1.5">{props.condition}</span>{" "}
        <span className="max-w-56 truncate border-line-2 border-l px-1.5 font-medium text-ink tabular-nums">
          {props.value}
        </span>
      </AriaButton>
      <AriaButton
        aria-label={t("chip.remove", { name: props.field })}
        onPress={props.onRemove}
        className="grid w-6 place-items-center border-line-2 border-l text-ink-3 -outline-offset-2 data-hovered:bg-hover"
      >
        <X size={12} aria-hidden="true" />
      </AriaButton>
    </span>
  );
}

export function TotalsBar(props: { children: ReactNode; end?: ReactNode; label: string }) {
  return (
    <section
      aria-label={props.label}
      data-testid="totals"
      className="flex h-9 shrink-0 items-center gap-4 overflow-hidden whitespace-nowrap border-line border-t bg-surface px-4 text-12 text-ink-2"
    >
      {props.children}
      {props.end && <span className="ml-auto flex items-center gap-3">{props.end}</span>}
    </section>
  );
}

/** A figure and what it counts. */
export function Total(props: { value: ReactNode; word: ReactNode; wide?: boolean; testid?: string }) {
  return (
    <span className={props.wide ? "narrow:hidden" : undefined} data-testid={props.testid}>
      <b className="font-semibold text-13 text-ink tabular-nums">{props.value}</b> {props.word}
    </span>
  );
}

/** The right side panel: who and what, state, the figures, why, what happened, and the actions at the bottom. */
export function Panel(props: {
  label: string;
  header?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  /** in a narrow window it goes below the list, not over it */
  below?: boolean;
  testid?: string;
}) {
  // Messages stand beside the panel, never on its actions.
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty("--toast-right", props.wide ? "496px" : "calc(var(--panel-w) + 16px)");
    return () => {
      style.removeProperty("--toast-right");
    };
  }, [props.wide]);
  return (
    <aside
      aria-label={props.label}
      data-testid={props.testid ?? "panel"}
      className={cx(
        "relative flex min-h-0 shrink-0 flex-col border-line border-l bg-surface",
        props.wide ? "w-[480px] narrow:w-(--panel-w)" : "w-(--panel-w)",
        props.below
          ? "max-[860px]:max-h-[55%] max-[860px]:w-full max-[860px]:border-t max-[860px]:border-l-0"
          : "max-[860px]:absolute max-[860px]:inset-0 max-[860px]:z-20 max-[860px]:w-full max-[860px]:border-l-0",
      )}
    >
      {props.header && <header className="border-line border-b px-4 py-3">{props.header}</header>}
      <div className="min-h-0 flex-1 overflow-y-auto">{props.children}</div>
      {props.actions && (
        <div className="flex shrink-0 items-center gap-2 border-line border-t px-4 py-3">{props.actions}</div>
      )}
    </aside>
  );
}

export function Section(props: {
  title?: ReactNode;
  end?: ReactNode;
  children: ReactNode;
  className?: string;
  label?: string;
}) {
  return (
    <section aria-label={props.label} className={cx("border-line px-4 py-3 not-first:border-t", props.className)}>
      {props.title && (
        <h2 className="mb-2 flex items-center justify-between gap-2 font-semibold text-12">
          {props.title}
          {props.end && <span className="font-normal text-ink-3">{props.end}</span>}
        </h2>
      )}
      {props.children}
    </section>
  );
}

export function KeyValues(props: { children: ReactNode; left?: boolean }) {
  return (
    <dl
      className={cx(
        "grid gap-x-4 gap-y-1",
        props.left ? "grid-cols-[96px_1fr]" : "grid-cols-[auto_1fr] [&>dd]:text-right",
      )}
    >
      {props.children}
    </dl>
  );
}

export function KeyValue(props: { name: ReactNode; children: ReactNode; strong?: boolean }) {
  return (
    <>
      <dt className={props.strong ? "font-semibold text-ink" : "text-ink-3"}>{props.name}</dt>
      <dd data-selectable className={cx("tabular-nums", props.strong && "font-semibold text-14")}>
        {props.children}
      </dd>
    </>
  );
}

/** "12 new orders: show", above a list whose rows stay where they are. */
export function NewRows(props: { children: ReactNode; onShow: () => void; keys?: string }) {
  return (
    <AriaButton
      data-testid="new-rows"
      onPress={props.onShow}
      className="flex h-7 shrink-0 items-center justify-center gap-1.5 border-line border-b bg-accent-tint font-medium text-12 text-accent-ink -outline-offset-2"
    >
      {props.children}
      {props.keys && <Kbd keys={props.keys} />}
    </AriaButton>
  );
}

export function Avatar(props: { name: string; quiet?: boolean }) {
  const initials = props.name
    .split(/\s+/)
    .map((w) => w.charAt(0))
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return (
    <span
      aria-hidden="true"
      className={cx(
        "grid size-6 shrink-0 place-items-center rounded-full font-semibold text-[10px] tracking-wide",
        props.quiet ? "bg-press text-ink-2" : "bg-accent-tint-2 text-accent-ink",
      )}
    >
      {initials}
    </span>
  );
}
