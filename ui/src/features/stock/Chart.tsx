import { memo } from "react";
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { StockExplanation } from "../../generated/commands";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { axisTicks, chartPoints, chartStart } from "./logic";

const t = texts({
  "chart.label": "On hand and available since {from}: {onHand, number} on hand now, {available, number} available.",
  "chart.low": "Low mark {n, number}",
  "chart.today": "Today",
  "chart.now": "Now",
});

const TEXT = { fontSize: 11, fill: "var(--ink-3)" };
const HEIGHT = 116;
const DAY_MS = 24 * 3_600_000;

/** Steps, because stock moves in units at an instant. Loaded when first looked at. */
function Chart(props: { explanation: StockExplanation; now: number }) {
  const { explanation: e, now } = props;
  const f = useFormats();
  const points = chartPoints(e, now);
  const low = e.row.reorderLevelHere;
  const highest = Math.max(...points.map((p) => p.onHand), low, 1);
  const ticks = axisTicks(highest);
  const top = ticks.at(-1) ?? highest;
  const start = chartStart(e, now);
  const middle = Math.round((start + now) / 2);
  // Within a day the hour says when; the right end is always now.
  const hours = now - start < DAY_MS;
  const when = (at: number) =>
    at === now ? t(hours ? "chart.now" : "chart.today") : hours ? f.time(at) : f.date(at).replace(/ \d{4}$/, "");
  const label = t("chart.label", { from: f.date(e.from), onHand: e.row.onHand, available: e.row.available });
  const room = 34;
  const ends = endLabels(e.row.onHand, e.row.available, top);
  return (
    <div role="img" aria-label={label} data-testid="stock-chart" style={{ height: HEIGHT }} className="tabular-nums">
      <ResponsiveContainer width="100%" height={HEIGHT} initialDimension={{ width: 448, height: HEIGHT }}>
        <ComposedChart data={points} margin={{ top: 8, right: room, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" syncWithTicks />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={[start, now]}
            ticks={[start, middle, now]}
            tickFormatter={when}
            tick={TEXT}
            tickLine={false}
            axisLine={{ stroke: "var(--line-2)" }}
            height={20}
            interval={0}
          />
          <YAxis
            domain={[0, top]}
            ticks={ticks}
            tick={TEXT}
            tickLine={false}
            axisLine={false}
            width={28}
            interval={0}
            tickFormatter={f.count}
          />
          <Area
            dataKey="available"
            type="stepAfter"
            stroke="none"
            fill="var(--chart-1)"
            fillOpacity={0.12}
            isAnimationActive={false}
            activeDot={false}
          />
          {low > 0 && (
            <ReferenceLine
              y={low}
              stroke="var(--warn-mark)"
              strokeDasharray="3 3"
              label={{ value: t("chart.low", { n: low }), position: "insideBottomLeft", ...TEXT, offset: 4 }}
            />
          )}
          <Line
            dataKey="onHand"
            type="stepAfter"
            stroke="var(--chart-1)"
            strokeWidth={1.75}
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
          <ReferenceLine
            y={ends.onHand}
            stroke="none"
            label={{
              value: f.count(e.row.onHand),
              position: "right",
              fontSize: 11,
              fontWeight: 600,
              fill: "var(--ink)",
            }}
          />
          {e.row.available !== e.row.onHand && (
            <ReferenceLine
              y={ends.available}
              stroke="none"
              label={{ value: f.count(e.row.available), position: "right", ...TEXT }}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

export default memo(Chart);

/** The two figures at the right end keep a line's height between them. */
function endLabels(onHand: number, available: number, top: number) {
  const apart = (top * 14) / 88;
  if (onHand - available >= apart || onHand === available) return { onHand, available };
  const middle = (onHand + available) / 2;
  const low = Math.max(0, Math.min(top - apart, middle - apart / 2));
  return { onHand: low + apart, available: low };
}
