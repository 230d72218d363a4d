import { Lock } from "lucide-react";
import { useState } from "react";
import type { Reason } from "../../generated/commands";
import { texts } from "../../shared/i18n";
import { useRead, useWrite } from "../../shared/query";
import { Button, EmptyError, ErrorNote, PanelSkeleton, toastDone } from "../../shared/ui";
import { NameForm, Rows } from "./ListSection";

const t = texts({
  "reasons.label": "Reasons",
  "reasons.archived": "archived: what was adjusted for it keeps it",
  "reasons.fixed": "Stockroom writes it itself, so it stays",
  "reasons.new": "A new reason, like Sample",
  "reasons.name": "Name of {name}",
  "reasons.rename": "Rename",
  "reasons.archive": "Archive",
  "reasons.restore": "Restore",
  "reasons.made": "<b>{name}</b> added.",
  "reasons.saved": "<b>{name}</b> saved.",
  "reasons.gone": "<b>{name}</b> archived.",
  "reasons.back": "<b>{name}</b> restored.",
});

/** Why stock is corrected: the list that people choose from. */
export function ReasonsSection() {
  const list = useRead(["stock"], "reason_list", { archived: true }, { keepPrevious: true });
  const create = useWrite("reason_create");
  if (!list.data) {
    return list.error ? <EmptyError error={list.error} onRetry={() => void list.refetch()} /> : <PanelSkeleton />;
  }
  const { rows } = list.data;
  const sorted = [...rows.filter((r) => !r.archived), ...rows.filter((r) => r.archived)];
  return (
    <>
      <Rows label={t("reasons.label")} testid="reasons">
        {sorted.map((r) => (
          <Row key={r.id} reason={r} />
        ))}
      </Rows>
      <NameForm
        label={t("reasons.new")}
        testid="reason-new"
        onSave={async (name) => {
          const { value } = await create.run({ name });
          toastDone(t.rich("reasons.made", { name: value.name }));
        }}
      />
    </>
  );
}

type Change = { name?: string; archived?: boolean };

function Row(props: { reason: Reason }) {
  const { reason: r } = props;
  const update = useWrite("reason_update");
  const [renaming, setRenaming] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = async (fields: Change, said: "saved" | "gone" | "back") => {
    setError(null);
    const { value } = await update.run({ id: r.id, rowVersion: r.rowVersion, ...fields });
    toastDone(t.rich(`reasons.${said}`, { name: value.name }));
  };
  const act = (fields: Change, said: "gone" | "back") => {
    if (!update.pending) change(fields, said).catch(setError);
  };
  return (
    <li className="border-line border-b py-1" data-testid="reason" data-code={r.code}>
      <div className="flex min-h-8 items-center gap-2">
        {renaming ? (
          <NameForm
            label={t("reasons.name", { name: r.name })}
            value={r.name}
            testid="reason-rename"
            onCancel={() => setRenaming(false)}
            onSave={async (name) => {
              await change({ name }, "saved");
              setRenaming(false);
            }}
          />
        ) : (
          <>
            <span className="flex min-w-0 flex-1 items-baseline gap-3">
              <span className={r.archived ? "text-ink-3" : "font-medium"}>{r.name}</span>
              {(r.fixed || r.archived) && (
                <span className="flex min-w-0 items-center gap-1 truncate text-12 text-ink-3">
                  {r.fixed && <Lock size={12} aria-hidden="true" className="shrink-0" />}
                  {t(r.fixed ? "reasons.fixed" : "reasons.archived")}
                </span>
              )}
            </span>
            {r.archived ? (
              <Button size="sm" pending={update.slow} onPress={() => act({ archived: false }, "back")}>
                {t("reasons.restore")}
              </Button>
            ) : (
              <>
                <Button size="sm" onPress={() => setRenaming(true)} data-testid="reason-rename">
                  {t("reasons.rename")}
                </Button>
                {!r.fixed && (
                  <Button
                    size="sm"
                    kind="danger"
                    pending={update.slow}
                    onPress={() => act({ archived: true }, "gone")}
                    data-testid="reason-archive"
                  >
                    {t("reasons.archive")}
                  </Button>
                )}
              </>
            )}
          </>
        )}
      </div>
      {error !== null && <ErrorNote error={error} className="mt-1" steps={{ reload: () => setError(null) }} />}
    </li>
  );
}
