import { useState } from "react";
import type { Location } from "../../generated/commands";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useRead, useWrite } from "../../shared/query";
import { Button, EmptyError, ErrorNote, Mark, PanelSkeleton, toastDone } from "../../shared/ui";
import { NameForm, Rows } from "./ListSection";

const t = texts({
  "locations.label": "Locations",
  "locations.one":
    "One place holds everything, so no screen speaks of locations. Add another, like a stockroom, and they do.",
  "locations.selling": "sold from",
  "locations.archived": "archived",
  "locations.figures": "{variants, plural, one {# product} other {# products}}, {onHand} on hand, {reserved} reserved",
  "locations.empty": "empty",
  "locations.new": "Name of a new location",
  "locations.name": "Name of {name}",
  "locations.rename": "Rename",
  "locations.sell": "Sell from here",
  "locations.archive": "Archive",
  "locations.restore": "Restore",
  "locations.made": "<b>{name}</b> added.",
  "locations.saved": "<b>{name}</b> saved.",
  "locations.sells": "The store sells from <b>{name}</b> from now on.",
  "locations.gone": "<b>{name}</b> archived.",
  "locations.back": "<b>{name}</b> restored.",
});

/** The places of the store: named, made the one that is sold from, put away when empty. */
export function LocationsSection() {
  const list = useRead(["stock"], "location_list", { archived: true }, { keepPrevious: true });
  const create = useWrite("location_create");
  if (!list.data) {
    return list.error ? <EmptyError error={list.error} onRetry={() => void list.refetch()} /> : <PanelSkeleton />;
  }
  const rows = list.data.rows;
  const active = rows.filter((l) => !l.archived);
  return (
    <>
      {active.length === 1 && <p className="text-ink-2">{t("locations.one")}</p>}
      <Rows label={t("locations.label")} testid="locations">
        {[...active, ...rows.filter((l) => l.archived)].map((l) => (
          <Row key={l.id} location={l} only={active.length === 1} />
        ))}
      </Rows>
      <NameForm
        label={t("locations.new")}
        testid="location-new"
        onSave={async (name) => {
          const { value } = await create.run({ name });
          toastDone(t.rich("locations.made", { name: value.name }));
        }}
      />
    </>
  );
}

type Change = { name?: string; selling?: true; archived?: boolean };

function Row(props: { location: Location; only: boolean }) {
  const { location: l } = props;
  const f = useFormats();
  const update = useWrite("location_update");
  const [renaming, setRenaming] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const change = async (fields: Change, said: "saved" | "sells" | "gone" | "back") => {
    setError(null);
    const { value } = await update.run({ id: l.id, rowVersion: l.rowVersion, ...fields });
    toastDone(t.rich(`locations.${said}`, { name: value.name }));
  };
  const act = (fields: Change, said: "sells" | "gone" | "back") => {
    if (!update.pending) change(fields, said).catch(setError);
  };
  return (
    <li className="border-line border-b py-1.5" data-testid="location" data-name={l.name}>
      <div className="flex min-h-8 items-center gap-2">
        {renaming ? (
          <NameForm
            label={t("locations.name", { name: l.name })}
            value={l.name}
            testid="location-rename"
            onCancel={() => setRenaming(false)}
            onSave={async (name) => {
              await change({ name }, "saved");
              setRenaming(false);
            }}
          />
        ) : (
          <>
            <span className="min-w-0 flex-1">
              <span className={l.archived ? "text-ink-3" : "font-medium"}>{l.name}</span>
              <span className="block text-12 text-ink-3 tabular-nums">
                {l.archived
                  ? t("locations.archived")
                  : l.variants === 0
                    ? t("locations.empty")
                    : t("locations.figures", {
                        variants: l.variants,
                        onHand: f.count(l.onHand),
                        reserved: f.count(l.reserved),
                      })}
              </span>
            </span>
            {l.selling && <Mark shape="delivered" tone="text-ok" word={t("locations.selling")} />}
            {l.archived ? (
              <Button size="sm" pending={update.slow} onPress={() => act({ archived: false }, "back")}>
                {t("locations.restore")}
              </Button>
            ) : (
              <>
                <Button size="sm" onPress={() => setRenaming(true)} data-testid="location-rename">
                  {t("locations.rename")}
                </Button>
                {!l.selling && (
                  <Button size="sm" pending={update.slow} onPress={() => act({ selling: true }, "sells")}>
                    {t("locations.sell")}
                  </Button>
                )}
                {!props.only && (
                  <Button
                    size="sm"
                    kind="danger"
                    pending={update.slow}
                    onPress={() => act({ archived: true }, "gone")}
                    data-testid="location-archive"
                  >
                    {t("locations.archive")}
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
