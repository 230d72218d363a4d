import { useState } from "react";
import type { CategoryId, CountScope, CountSheet, LocationId } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import {
  Button,
  Dialog,
  DialogBody,
  ErrorNote,
  Segmented,
  Select,
  Suggest,
  TextField,
  toastDone,
} from "../../shared/ui";
import { useCategories, useLocations } from "./api";
import { categoriesLike } from "./logic";

const t = texts({
  "start.title": "Start a count",
  "start.lead": "The store need not close: what is sold or received meanwhile is taken into account.",
  "start.scope": "What is counted",
  "start.scope.all": "Everything",
  "start.scope.category": "A category",
  "start.scope.list": "What I scan",
  "start.scope.all.hint": "A line for every product that is not archived.",
  "start.scope.category.hint": "A line for every product of the category and of those below it.",
  "start.scope.list.hint": "Starts empty; each scan adds its line.",
  "start.category": "Category",
  "start.category.placeholder": "Type a part of its name",
  "start.category.needed": "Pick a category.",
  "start.category.none": "There is no category yet. Count everything, or what you scan.",
  "start.location": "Location",
  "start.show": "Expected figures",
  "start.show.shown": "Shown",
  "start.show.blind": "Blind",
  "start.show.shown.hint": "Whoever counts sees what the books say, and what differs.",
  "start.show.blind.hint": "Whoever counts sees only the shelf. Differences are told when the count is posted.",
  "start.name": "Name",
  "start.name.placeholder": "Made from what is counted and the day",
  "start.note": "Note",
  "start.cancel": "Cancel",
  "start.commit": "Start counting",
  "start.done": "<b>{name}</b> started with {n, plural, one {# line} other {# lines}}.",
});

const NAME_MAX = 120;
const NOTE_MAX = 500;
type Show = "shown" | "blind";

export function StartDialog(props: { onClose: () => void; onDone: (sheet: CountSheet) => void }) {
  const write = useWrite("count_start");
  const locations = useLocations();
  const categories = useCategories();
  const [scope, setScope] = useState<CountScope>("all");
  const [category, setCategory] = useState<{ id: CategoryId | null; text: string }>({ id: null, text: "" });
  const [location, setLocation] = useState<LocationId | null>(null);
  const [show, setShow] = useState<Show>("shown");
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const problems = fieldProblems(error);
  const several = locations.length > 1;
  const selling = locations.find((l) => l.selling);

  const commit = async () => {
    setAsked(true);
    if ((scope === "category" && category.id === null) || write.pending) return;
    setError(null);
    try {
      const { value } = await write.run({
        name: name.trim() || undefined,
        scope,
        categoryId: scope === "category" ? (category.id ?? undefined) : undefined,
        locationId: location ?? undefined,
        blind: show === "blind",
        note: note.trim() || undefined,
      });
      toastDone(t.rich("start.done", { name: value.name, n: value.lines }));
      props.onDone(value);
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open
      width={520}
      data-testid="start-dialog"
      title={t("start.title")}
      lead={t("start.lead")}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("start.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={write.slow}
            onPress={() => void commit()}
            data-testid="start-commit"
          >
            {t("start.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <Choice label={t("start.scope")} hint={t(`start.scope.${scope}.hint`)}>
          <Segmented<CountScope>
            label={t("start.scope")}
            autoFocus
            value={scope}
            onChange={setScope}
            options={(["all", "category", "list"] as const).map((value) => ({
              value,
              label: t(`start.scope.${value}`),
            }))}
          />
        </Choice>
        {scope === "category" &&
          (categories.length === 0 ? (
            <p className="text-ink-2">{t("start.category.none")}</p>
          ) : (
            <Suggest
              label={t("start.category")}
              placeholder={t("start.category.placeholder")}
              testid="start-category"
              text={category.text}
              onText={(text) => setCategory({ id: null, text })}
              items={category.id === null ? categoriesLike(categories, category.text) : []}
              itemKey={(c) => c.id}
              render={(c) => <span className="truncate">{c.path.join(" › ")}</span>}
              onPick={(c) => setCategory({ id: c.id, text: c.path.join(" › ") })}
              onEnter={(text) => {
                const [only, more] = categoriesLike(categories, text);
                if (only && !more) setCategory({ id: only.id, text: only.path.join(" › ") });
              }}
              error={asked && category.id === null ? t("start.category.needed") : (problems?.get("categoryId") ?? null)}
            />
          ))}
        {several && (
          <Select<LocationId>
            label={t("start.location")}
            value={location ?? selling?.id ?? null}
            onChange={setLocation}
            options={locations.map((l) => ({ value: l.id, label: l.name }))}
            error={problems?.get("locationId") ?? null}
          />
        )}
        <Choice label={t("start.show")} hint={t(`start.show.${show}.hint`)}>
          <Segmented<Show>
            label={t("start.show")}
            value={show}
            onChange={setShow}
            options={(["shown", "blind"] as const).map((value) => ({ value, label: t(`start.show.${value}`) }))}
          />
        </Choice>
        <TextField
          label={t("start.name")}
          placeholder={t("start.name.placeholder")}
          value={name}
          onChange={setName}
          maxLength={NAME_MAX}
          error={problems?.get("name") ?? null}
          data-testid="start-name"
        />
        <TextField
          label={t("start.note")}
          value={note}
          onChange={setNote}
          maxLength={NOTE_MAX}
          error={problems?.get("note") ?? null}
        />
        {error !== null && problems === null && <ErrorNote error={error} steps={{ retry: () => void commit() }} />}
      </DialogBody>
    </Dialog>
  );
}

/** A choice side by side, with what the chosen one means below it. */
function Choice(props: { label: string; hint: string; children: React.ReactNode }) {
  return (
    <div className="grid justify-items-start gap-1">
      <span aria-hidden="true" className="font-medium text-12 text-ink-2">
        {props.label}
      </span>
      {props.children}
      <span className="text-12 text-ink-3">{props.hint}</span>
    </div>
  );
}
