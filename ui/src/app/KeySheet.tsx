import { type Action, actionForKeys, keyLabel, useAllActions } from "../shared/actions";
import { texts } from "../shared/i18n";
import { Button, Dialog } from "../shared/ui";

const t = texts({
  "keys.title": "Keyboard",
  "keys.close": "Close",
  "keys.everywhere": "Everywhere",
  "keys.go": "Go to",
  "keys.list": "In a list",
  "keys.act": "Here",
  "keys.move": "Move",
  "keys.select": "Select",
  "keys.range": "Select range",
  "keys.all": "Select all",
  "keys.open": "Open",
  "keys.copy": "Copy rows",
  "keys.menu": "Menu",
  "keys.commit": "Commit the form",
  "keys.escape": "One level back",
});

type Line = { label: string; keys: string };

const LIST: Line[] = [
  { label: t("keys.move"), keys: "arrowup arrowdown" },
  { label: t("keys.select"), keys: "space" },
  { label: t("keys.range"), keys: "shift+arrowdown" },
  { label: t("keys.all"), keys: "mod+a" },
  { label: t("keys.open"), keys: "enter" },
  { label: t("keys.copy"), keys: "mod+c" },
  { label: t("keys.menu"), keys: "shift+f10" },
];
const FORM: Line[] = [
  { label: t("keys.commit"), keys: "mod+enter" },
  { label: t("keys.escape"), keys: "escape" },
];

function linesOf(actions: Action[], section: Action["section"]): Line[] {
  // A key that a screen took for itself is told once, with what it does there.
  return actions.flatMap((a) => {
    const keys = a.section === section ? a.keys?.find((k) => (actionForKeys(k) ?? a).id === a.id) : undefined;
    return keys === undefined ? [] : [{ label: a.label, keys }];
  });
}

/** `?`: everything that has a key, from the registry. */
export function KeySheet(props: { open: boolean; onClose: () => void }) {
  const actions = useAllActions();
  const groups = [
    { title: t("keys.everywhere"), lines: [...linesOf(actions, "everywhere"), ...FORM] },
    { title: t("keys.list"), lines: [...LIST, ...linesOf(actions, "list")] },
    { title: t("keys.act"), lines: linesOf(actions, "act") },
    { title: t("keys.go"), lines: linesOf(actions, "go") },
  ];
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t("keys.title")}
      width={640}
      data-testid="key-sheet"
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("keys.close")}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-x-6 gap-y-4 px-5 pb-5">
        {groups
          .filter((g) => g.lines.length > 0)
          .map((g) => (
            <section key={g.title}>
              <h3 className="label">{g.title}</h3>
              {g.lines.map((l) => (
                <div
                  key={l.label}
                  className="flex h-6 items-center justify-between border-line not-first-of-type:border-t"
                >
                  <span>{l.label}</span>
                  <span className="flex gap-1">
                    {l.keys.split(/[ +]/).map((k) => (
                      <kbd
                        key={k}
                        className="rounded-1 border border-line-2 px-1 text-center font-medium font-sans text-11 text-ink-3"
                      >
                        {keyLabel(k)}
                      </kbd>
                    ))}
                  </span>
                </div>
              ))}
            </section>
          ))}
      </div>
    </Dialog>
  );
}
