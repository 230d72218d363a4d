import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useActions } from "../actions";
import { texts } from "../i18n";
import { Kbd } from "../ui/controls";

const t = texts({ "find.clear": "Clear the search", "find.action": "Search in this list" });

const REST_MS = 180;

/** The search of one list, in its filter row: F goes there, Esc clears and then leaves, Enter or ↓ goes to the rows. */
export function FindField(props: {
  id: string;
  label: string;
  value: string;
  onChange: (text: string) => void;
  onLeave: () => void;
}) {
  const [text, setText] = useState(props.value);
  const input = useRef<HTMLInputElement>(null);
  const said = useRef(props.value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // A new value from the address (a scan, Alt+←) is shown; one's own typing is not overtaken by its echo.
  useEffect(() => {
    if (props.value !== said.current) {
      clearTimeout(timer.current);
      said.current = props.value;
      setText(props.value);
    }
  }, [props.value]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const say = (next: string) => {
    clearTimeout(timer.current);
    if (next.trim() === said.current) return;
    said.current = next.trim();
    props.onChange(next.trim());
  };
  const clear = () => {
    setText("");
    say("");
  };
  useActions([
    {
      id: `${props.id}_find`,
      label: t("find.action"),
      section: "list",
      keys: ["f"],
      icon: Search,
      run: () => input.current?.focus(),
    },
  ]);

  return (
    <span className="in h-7! w-72 narrow:w-56 border-line-2! pr-1! pl-2!">
      <Search size={14} aria-hidden="true" className="text-ink-3" />
      <input
        ref={input}
        type="text"
        aria-label={props.label}
        data-testid={`${props.id}-find`}
        placeholder={props.label}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(e) => {
          const next = e.target.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => say(next), REST_MS);
        }}
        onKeyDown={(e) => {
          if (e.key === "Escape") {
            if (text !== "") clear();
            else props.onLeave();
          } else if (e.key === "Enter" || e.key === "ArrowDown") {
            say(text);
            props.onLeave();
          } else return;
          e.preventDefault();
          e.stopPropagation();
        }}
      />
      {text === "" ? (
        <Kbd keys="f" />
      ) : (
        <AriaButton
          aria-label={t("find.clear")}
          onPress={() => {
            clear();
            input.current?.focus();
          }}
          className="grid size-5 place-items-center rounded-1 text-ink-3 data-hovered:bg-press"
        >
          <X size={12} aria-hidden="true" />
        </AriaButton>
      )}
    </span>
  );
}
