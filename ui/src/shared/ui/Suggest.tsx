import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useId, useRef, useState } from "react";
import { cx } from "../cx";
import { SCAN_AS_TEXT } from "../scan";
import { describedBy, Field, type FieldFrame } from "./fields";

export type SuggestProps<T> = FieldFrame & {
  text: string;
  onText: (text: string) => void;
  items: T[];
  itemKey: (item: T) => string;
  render: (item: T) => ReactNode;
  onPick: (item: T) => void;
  /** Enter while nothing in the list is marked: the text as it stands (a scan). */
  onEnter?: (text: string) => void;
  onFocus?: (input: HTMLInputElement) => void;
  onBlur?: () => void;
  onEscape?: () => void;
  placeholder?: string;
  icon?: ReactNode;
  tail?: ReactNode;
  large?: boolean;
  name?: string;
  inputRef?: Ref<HTMLInputElement>;
  testid?: string;
  /** a scan goes into it like typing, and its Enter to `onEnter` */
  scanned?: boolean;
  /** below the list, e.g. "New customer …" */
  foot?: ReactNode;
};

/** A text field with a list of what it may mean (WAI-ARIA combobox). Nothing is marked until an arrow is pressed. */
export function Suggest<T>(props: SuggestProps<T>) {
  const id = useId();
  const listId = `${id}-list`;
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const list = useRef<HTMLDivElement>(null);
  const shown = open && props.items.length > 0;
  const count = props.items.length;

  // biome-ignore lint/correctness/useExhaustiveDependencies: new text means a new list; the mark belongs to the old one
  useEffect(() => setMarked(-1), [props.text]);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${marked}"]`)?.scrollIntoView({ block: "nearest" });
  }, [marked]);

  const pick = (item: T) => {
    setOpen(false);
    props.onPick(item);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    switch (e.key) {
      case "ArrowDown":
      case "ArrowUp": {
        e.preventDefault();
        setOpen(true);
        const step = e.key === "ArrowDown" ? 1 : -1;
        setMarked((m) =>
          count === 0 ? -1 : (((m + step + (m === -1 && step === -1 ? 1 : 0)) % count) + count) % count,
        );
        return;
      }
      case "Enter": {
        if (e.ctrlKey || e.metaKey) return;
        e.preventDefault();
        const item = shown ? props.items[marked] : undefined;
        if (item !== undefined) pick(item);
        else props.onEnter?.(props.text);
        return;
      }
      case "Escape":
        if (shown) {
          e.preventDefault();
          e.stopPropagation();
          setOpen(false);
        } else props.onEscape?.();
        return;
      default:
    }
  };

  return (
    <Field {...props} id={id}>
      <div className="relative">
        <span className={cx("in", props.large && "h-10! px-3! text-14", props.error && "is-error")}>
          {props.icon}
          <input
            id={id}
            ref={props.inputRef}
            name={props.name}
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={shown}
            aria-controls={listId}
            aria-activedescendant={shown && marked >= 0 ? `${listId}-${marked}` : undefined}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={describedBy(id, props.error, props.hint)}
            data-testid={props.testid}
            {...(props.scanned ? SCAN_AS_TEXT : {})}
            autoComplete="off"
            spellCheck={false}
            placeholder={props.placeholder}
            value={props.text}
            onChange={(e) => {
              props.onText(e.target.value);
              setOpen(true);
            }}
            onFocus={(e) => {
              setOpen(true);
              props.onFocus?.(e.currentTarget);
            }}
            onBlur={() => {
              setOpen(false);
              props.onBlur?.();
            }}
            onKeyDown={onKeyDown}
          />
          {props.tail}
        </span>
        <div
          ref={list}
          id={listId}
          role="listbox"
          aria-label={props.label}
          hidden={!shown}
          className="anim-in absolute inset-x-0 top-full z-20 mt-1 max-h-80 overflow-auto rounded-3 bg-raised p-1 shadow-pop"
        >
          {props.items.map((item, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the combobox, which keeps the focus
            <div
              key={props.itemKey(item)}
              id={`${listId}-${index}`}
              data-index={index}
              role="option"
              tabIndex={-1}
              aria-selected={index === marked}
              onPointerDown={(e) => e.preventDefault()}
              onPointerMove={() => setMarked(index)}
              onClick={() => pick(item)}
              className={cx("flex min-h-8 items-center gap-2 rounded-2 px-2", index === marked && "bg-accent-tint")}
            >
              {props.render(item)}
            </div>
          ))}
          {props.foot}
        </div>
      </div>
    </Field>
  );
}
