import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import { Button, ErrorNote, TextField } from "../../shared/ui";

const t = texts({
  "listsection.add": "Add",
  "listsection.name": "Name",
  "listsection.save": "Save",
  "listsection.cancel": "Cancel",
  "listsection.rename": "Rename",
});

const NAME_MAX = 120;

/** A name that is typed: a new one, or another for one that is there. Refusals keep what was typed. */
export function NameForm(props: {
  label: string;
  placeholder?: string;
  value?: string;
  commitLabel?: string;
  onSave: (name: string) => Promise<unknown>;
  onCancel?: () => void;
  testid: string;
}) {
  const [name, setName] = useState(props.value ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const problems = fieldProblems(error);
  const empty = name.trim() === "";
  const save = async () => {
    if (empty || busy) return;
    setError(null);
    setBusy(true);
    try {
      await props.onSave(name.trim());
      if (props.value === undefined) setName("");
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="grid gap-2"
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <div className="flex items-start gap-2">
        <TextField
          className="w-72"
          label={props.label}
          labelHidden
          placeholder={props.placeholder ?? props.label}
          value={name}
          onChange={(next) => {
            setName(next);
            setError(null);
          }}
          onKeyDown={(e) => {
            if (e.key === "Escape" && props.onCancel) {
              e.preventDefault();
              e.stopPropagation();
              props.onCancel();
            }
          }}
          maxLength={NAME_MAX}
          autoFocus={props.value !== undefined}
          error={problems?.get("name") ?? null}
          data-testid={`${props.testid}-name`}
        />
        <span className="flex h-8 items-center gap-2">
          <Button
            type="submit"
            icon={props.value === undefined ? Plus : undefined}
            off={empty}
            data-testid={`${props.testid}-save`}
          >
            {props.commitLabel ?? t(props.value === undefined ? "listsection.add" : "listsection.save")}
          </Button>
          {props.onCancel && (
            <Button kind="quiet" onPress={props.onCancel}>
              {t("listsection.cancel")}
            </Button>
          )}
        </span>
      </div>
      {error !== null && problems === null && <ErrorNote error={error} />}
    </form>
  );
}

/** Rows with what can be done at their right end. */
export function Rows(props: { label: string; testid: string; children: ReactNode }) {
  return (
    <ul aria-label={props.label} data-testid={props.testid} className="border-line border-t">
      {props.children}
    </ul>
  );
}
