import { parseDate } from "@internationalized/date";
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  I18nProvider,
  Label,
  Popover,
} from "react-aria-components";
import type { Day } from "../../generated/commands";
import { cx } from "../cx";
import type { FieldFrame } from "./fields";
import { Shape } from "./marks";

export default function DayPicker(
  props: FieldFrame & { value: Day | null; onChange: (value: Day | null) => void; autoFocus?: boolean },
) {
  return (
    <I18nProvider locale="en-GB">
      <DatePicker
        value={props.value ? parseDate(props.value) : null}
        onChange={(value) => props.onChange(value ? value.toString() : null)}
        isInvalid={Boolean(props.error)}
        autoFocus={props.autoFocus}
        className={cx("grid content-start gap-1", props.className)}
      >
        <Label className={cx("font-medium text-12 text-ink-2", props.labelHidden && "sr-only")}>{props.label}</Label>
        <Group className={cx("in", props.error && "is-error")}>
          <DateInput className="flex flex-1 tabular-nums">
            {(segment) => (
              <DateSegment
                segment={segment}
                className="rounded-1 px-px outline-none data-[type=literal]:text-ink-3 data-focused:bg-accent data-placeholder:text-ink-3 data-focused:text-on-accent"
              />
            )}
          </DateInput>
          <Button className="-mr-1.5 grid size-6 place-items-center rounded-1 text-ink-3 data-hovered:bg-press">
            <CalendarDays size={14} aria-hidden="true" />
          </Button>
        </Group>
        {props.error ? (
          <span className="flex gap-1.5 text-12 text-bad" role="alert">
            <Shape name="rejected" className="mt-px text-bad" />
            {props.error}
          </span>
        ) : (
          props.hint && <span className="text-12 text-ink-3">{props.hint}</span>
        )}
        <Popover offset={4} className="anim-in rounded-3 bg-raised p-3 shadow-pop">
          <Dialog className="outline-none">
            <Calendar>
              <header className="flex items-center justify-between pb-2">
                <Button
                  slot="previous"
                  className="grid size-7 place-items-center rounded-2 text-ink-2 data-hovered:bg-press"
                >
                  <ChevronLeft size={16} aria-hidden="true" />
                </Button>
                <Heading className="font-semibold" />
                <Button
                  slot="next"
                  className="grid size-7 place-items-center rounded-2 text-ink-2 data-hovered:bg-press"
                >
                  <ChevronRight size={16} aria-hidden="true" />
                </Button>
              </header>
              <CalendarGrid className="[&_th]:label [&_th]:h-6">
                {(date) => (
                  <CalendarCell
                    date={date}
                    className="grid size-8 place-items-center rounded-2 tabular-nums outline-none data-outside-month:hidden data-hovered:bg-hover data-selected:bg-accent data-selected:text-on-accent data-focus-visible:outline-2 data-focus-visible:outline-focus"
                  />
                )}
              </CalendarGrid>
            </Calendar>
          </Dialog>
        </Popover>
      </DatePicker>
    </I18nProvider>
  );
}
