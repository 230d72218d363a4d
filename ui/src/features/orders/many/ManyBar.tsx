import { useRef } from "react";
import type { OrderWay } from "../../../generated/commands";
import { type Action, useActions } from "../../../shared/actions";
import { texts } from "../../../shared/i18n";
import { Button, LinkButton } from "../../../shared/ui";
import { orderActionWord } from "../../../shared/words";
import { ACTION_KEYS } from "../logic";
import { actionIcon } from "../useOrderActions";
import { goWord } from "./ManyDialog";
import { MANY_MAX_ORDERS } from "./many";
import type { Ways } from "./useMany";

const t = texts({
  "many.bar": "With the selected orders",
  "many.selected": "{n, plural, one {<b>#</b> selected} other {<b>#</b> selected}}",
  "many.way.ask": "{word}…",
  "many.way.palette": "{word}: {n, plural, one {# selected order} other {# selected orders}}",
  "many.none": "Nothing more can be done with them together.",
  "many.tooMany": "Up to {most, number} can be moved at once.",
  "many.failed": "What they can do could not be read.",
  "many.copy": "Copy",
  "many.clear": "Clear",
  "many.focus": "Go to what can be done with the selected",
});

/** The word without the dots that say that something is asked. */
const bare = (word: string) => word.replace(/…$/, "");

/** What can be done with all selected orders at once; each with how many of them can. */
export function ManyBar(props: {
  selected: number;
  ways: Ways | null;
  tooMany: boolean;
  failed: boolean;
  /** a panel is open: the letters are its own */
  quiet: boolean;
  onStart: (way: OrderWay) => void;
  onCopy: () => void;
  onClear: () => void;
}) {
  const bar = useRef<HTMLElement>(null);
  const rows = props.ways?.rows ?? [];
  useActions([
    ...rows.map(
      (way): Action => ({
        id: `orders_many_${way.action}`,
        label: t("many.way.palette", { word: bare(orderActionWord(way.action)), n: way.orders }),
        section: "act",
        keys: props.quiet ? undefined : [ACTION_KEYS[way.action]],
        icon: actionIcon(way.action),
        run: () => props.onStart(way),
      }),
    ),
    {
      id: "orders_many_focus",
      label: t("many.focus"),
      section: "list",
      keys: ["w"],
      quiet: true,
      enabled: props.selected > 0,
      run: () => bar.current?.querySelector("button")?.focus(),
    },
  ]);
  if (props.selected === 0) return null;
  return (
    <section
      ref={bar}
      aria-label={t("many.bar")}
      data-testid="many-bar"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-line border-t bg-accent-tint px-4 py-1.5"
    >
      <span role="status" className="mr-1 whitespace-nowrap text-12 tabular-nums">
        {t.rich("many.selected", { n: props.selected })}
      </span>
      {props.tooMany ? (
        <span className="text-12 text-ink-2">{t("many.tooMany", { most: MANY_MAX_ORDERS })}</span>
      ) : props.failed ? (
        <span className="text-12 text-bad">{t("many.failed")}</span>
      ) : (
        props.ways !== null &&
        (rows.length === 0 ? (
          <span className="text-12 text-ink-2">{t("many.none")}</span>
        ) : (
          rows.map((way) => (
            <Button
              key={way.action}
              size="sm"
              kind={way.action === "cancel" ? "danger" : "plain"}
              icon={actionIcon(way.action)}
              onPress={() => props.onStart(way)}
              data-testid={`many-${way.action}`}
            >
              {way.needsReason
                ? t("many.way.ask", { word: goWord(way.action, way.orders) })
                : goWord(way.action, way.orders)}
            </Button>
          ))
        ))
      )}
      <span className="ml-auto flex gap-3 text-12">
        <LinkButton onPress={props.onCopy}>{t("many.copy")}</LinkButton>
        <LinkButton onPress={props.onClear}>{t("many.clear")}</LinkButton>
      </span>
    </section>
  );
}
