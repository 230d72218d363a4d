import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Ellipsis, Pencil, Plus, Star } from "lucide-react";
import { useState } from "react";
import type { Tier, TierUpdate } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { useTiers } from "../../shared/tiers";
import {
  Button,
  Dialog,
  DialogBody,
  EmptyError,
  ErrorNote,
  IconButton,
  Mark,
  Menu,
  type MenuEntry,
  PanelSkeleton,
  TextField,
  toastDone,
} from "../../shared/ui";
import { NAME_MAX } from "./logic";

const t = texts({
  "tiers.title": "Tiers",
  "tiers.lead":
    "The price groups of customers. Whoever has none of their own, and walk-in customers, have the default.",
  "tiers.list": "Tiers, in the order in which they are offered",
  "tiers.default": "default",
  "tiers.archived": "archived",
  "tiers.figures":
    "{customers, plural, =0 {no customer} one {# customer} other {# customers}}, {rules, plural, =0 {no rule} one {# rule} other {# rules}}",
  "tiers.up": "Move {name} up",
  "tiers.down": "Move {name} down",
  "tiers.more": "More for {name}",
  "tiers.rename": "Rename",
  "tiers.makeDefault": "Make it the default",
  "tiers.archive": "Archive",
  "tiers.restore": "Restore",
  "tiers.name": "Name of {name}",
  "tiers.new": "Name of a new tier",
  "tiers.add": "Add",
  "tiers.save": "Save",
  "tiers.cancel": "Cancel",
  "tiers.close": "Close",
  "tiers.made": "Tier <b>{name}</b> added.",
  "tiers.saved": "Tier <b>{name}</b> saved.",
  "tiers.defaulted": "<b>{name}</b> is the default tier from now on.",
  "tiers.gone": "Tier <b>{name}</b> archived.",
  "tiers.back": "Tier <b>{name}</b> restored.",
  "tiers.undo": "Undo",
});

type Change = Omit<TierUpdate, "id" | "rowVersion">;
type Said = "saved" | "defaulted" | "gone" | "back";

/** The tiers: named, ordered, one of them the default, put away when nobody has them. */
export function TiersDialog(props: { onClose: () => void }) {
  const list = useTiers({ archived: true });
  const create = useWrite("tier_create");
  const rows = list.data?.rows ?? [];
  const used = rows.filter((tier) => !tier.archived);
  return (
    <Dialog
      open
      data-testid="tiers-dialog"
      width={560}
      title={t("tiers.title")}
      lead={t("tiers.lead")}
      onClose={props.onClose}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("tiers.close")}
          </Button>
        </>
      }
    >
      <DialogBody className="content-start">
        {!list.data ? (
          list.error ? (
            <EmptyError error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <PanelSkeleton />
          )
        ) : (
          <>
            <ol aria-label={t("tiers.list")} className="border-line border-t" data-testid="tiers">
              {[...used, ...rows.filter((tier) => tier.archived)].map((tier) => {
                const at = used.indexOf(tier);
                return (
                  <Row
                    key={tier.id}
                    tier={tier}
                    above={at > 0 ? used[at - 1] : undefined}
                    below={at !== -1 ? used[at + 1] : undefined}
                  />
                );
              })}
            </ol>
            <NameForm
              label={t("tiers.new")}
              commit={t("tiers.add")}
              onSave={async (name) => {
                const { value } = await create.run({ name });
                toastDone(t.rich("tiers.made", { name: value.name }));
              }}
            />
          </>
        )}
      </DialogBody>
    </Dialog>
  );
}

function Row(props: { tier: Tier; above: Tier | undefined; below: Tier | undefined }) {
  const { tier, above, below } = props;
  const update = useWrite("tier_update");
  const [renaming, setRenaming] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const change = async (of: Tier, fields: Change) =>
    (await update.run({ id: of.id, rowVersion: of.rowVersion, ...fields })).value;
  const act = async (fields: Change, said: Said, back?: Change) => {
    if (update.pending) return;
    setError(null);
    try {
      const value = await change(tier, fields);
      toastDone(
        t.rich(`tiers.${said}`, { name: value.name }),
        back && { label: t("tiers.undo"), run: () => void change(value, back).catch(setError) },
      );
    } catch (cause) {
      setError(cause);
    }
  };
  /** Two neighbours change places; where both stand at the same one, this one steps past. */
  const swap = async (other: Tier, step: 1 | -1) => {
    if (update.pending) return;
    setError(null);
    try {
      if (other.rank === tier.rank) await change(tier, { rank: tier.rank + step });
      else {
        await change(tier, { rank: other.rank });
        await change(other, { rank: tier.rank });
      }
    } catch (cause) {
      setError(cause);
    }
  };

  const entries: MenuEntry[] = tier.archived
    ? [
        {
          id: "restore",
          label: t("tiers.restore"),
          icon: ArchiveRestore,
          run: () => void act({ archived: false }, "back"),
        },
      ]
    : [
        { id: "rename", label: t("tiers.rename"), icon: Pencil, run: () => setRenaming(true) },
        ...(tier.isDefault
          ? []
          : [
              {
                id: "default",
                label: t("tiers.makeDefault"),
                icon: Star,
                run: () => void act({ isDefault: true }, "defaulted"),
              },
            ]),
        { kind: "line", id: "line" },
        {
          id: "archive",
          label: t("tiers.archive"),
          icon: Archive,
          danger: true,
          run: () => void act({ archived: true }, "gone", { archived: false }),
        },
      ];
  return (
    <li className="border-line border-b py-1.5" data-testid="tier" data-name={tier.name}>
      <div className="flex min-h-8 items-center gap-2">
        {renaming ? (
          <NameForm
            label={t("tiers.name", { name: tier.name })}
            value={tier.name}
            commit={t("tiers.save")}
            onCancel={() => setRenaming(false)}
            onSave={async (name) => {
              const value = await change(tier, { name });
              toastDone(t.rich("tiers.saved", { name: value.name }));
              setRenaming(false);
            }}
          />
        ) : (
          <>
            <span className="min-w-0 flex-1">
              <span className={tier.archived ? "text-ink-3" : "font-medium"}>{tier.name}</span>
              <span className="block text-12 text-ink-3">
                {tier.archived
                  ? t("tiers.archived")
                  : t("tiers.figures", { customers: tier.customers, rules: tier.rules })}
              </span>
            </span>
            {tier.isDefault && <Mark shape="delivered" tone="text-ok" word={t("tiers.default")} />}
            {!tier.archived && (
              <>
                <IconButton
                  size="sm"
                  icon={ArrowUp}
                  label={t("tiers.up", { name: tier.name })}
                  off={above === undefined}
                  onPress={() => above && void swap(above, -1)}
                />
                <IconButton
                  size="sm"
                  icon={ArrowDown}
                  label={t("tiers.down", { name: tier.name })}
                  off={below === undefined}
                  onPress={() => below && void swap(below, 1)}
                />
              </>
            )}
            <Menu
              label={t("tiers.more", { name: tier.name })}
              width={180}
              trigger={<IconButton size="sm" icon={Ellipsis} label={t("tiers.more", { name: tier.name })} />}
              entries={entries}
            />
          </>
        )}
      </div>
      {error !== null && <ErrorNote error={error} className="mt-1" steps={{ reload: () => setError(null) }} />}
    </li>
  );
}

/** A name that is typed; a refusal keeps it. */
function NameForm(props: {
  label: string;
  commit: string;
  value?: string;
  onSave: (name: string) => Promise<void>;
  onCancel?: () => void;
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
      className="grid flex-1 gap-2"
      onSubmit={(e) => {
        e.preventDefault();
        void save();
      }}
    >
      <div className="flex items-start gap-2">
        <TextField
          className="flex-1"
          label={props.label}
          labelHidden
          placeholder={props.label}
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
          data-testid="tier-name"
        />
        <span className="flex h-8 items-center gap-2">
          <Button type="submit" icon={props.value === undefined ? Plus : undefined} off={empty} data-testid="tier-save">
            {props.commit}
          </Button>
          {props.onCancel && (
            <Button kind="quiet" onPress={props.onCancel}>
              {t("tiers.cancel")}
            </Button>
          )}
        </span>
      </div>
      {error !== null && problems === null && <ErrorNote error={error} />}
    </form>
  );
}
