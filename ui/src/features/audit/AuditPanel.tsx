import { Link } from "@tanstack/react-router";
import { ChevronDown, ChevronUp, ShieldAlert, ShieldCheck, X } from "lucide-react";
import { useState } from "react";
import { shell } from "../../bridge";
import type { AuditEntry, AuditRow, AuditVerdict } from "../../generated/commands";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import {
  EmptyError,
  IconButton,
  KeyValue,
  KeyValues,
  LinkButton,
  Note,
  Panel,
  PanelSkeleton,
  Section,
} from "../../shared/ui";
import { useAuditEntry } from "./api";
import { ObjectLabel } from "./columns";
import { Diff } from "./Diff";
import { shortHash } from "./logic";
import { objectTypeWord, reasonWords, rowWord } from "./words";

const t = texts({
  "auditpanel.label": "Entry {n, number}",
  "auditpanel.close": "Close",
  "auditpanel.newer": "Newer entry",
  "auditpanel.older": "Older entry",
  "auditpanel.entry": "Entry {n, number}",
  "auditpanel.who": "Who",
  "auditpanel.when": "When",
  "auditpanel.reason": "Reason",
  "auditpanel.quoted": "“{reason}”",
  "auditpanel.object": "Object",
  "auditpanel.all": "All about it",
  "auditpanel.seal": "Seal",
  "auditpanel.intact": "Intact",
  "auditpanel.broken": "Broken",
  "auditpanel.prev": "Entry before",
  "auditpanel.this": "This entry",
  "auditpanel.first": "none: this is the first",
  "auditpanel.request": "Request",
  "auditpanel.copy": "Copy",
  "auditpanel.copied": "Copied",
  "auditpanel.sameRequest": "All of this request",
  "auditpanel.batch": "Change",
  "auditpanel.batch.show": "All of this change",
  "auditpanel.none": "none: Stockroom did it by itself",
  "auditpanel.unverified": "Each entry is sealed with the one before it. Verify now reads the whole chain.",
});

export function AuditPanel(props: {
  seq: number;
  verdict: AuditVerdict | undefined;
  onNewer: (() => void) | null;
  onOlder: (() => void) | null;
  onClose: () => void;
}) {
  const entry = useAuditEntry(props.seq);
  const buttons = (
    <span className="flex gap-0.5">
      <IconButton
        icon={ChevronUp}
        label={t("auditpanel.newer")}
        off={!props.onNewer}
        onPress={props.onNewer ?? undefined}
      />
      <IconButton
        icon={ChevronDown}
        label={t("auditpanel.older")}
        off={!props.onOlder}
        onPress={props.onOlder ?? undefined}
      />
      <IconButton icon={X} label={t("auditpanel.close")} onPress={props.onClose} className="-mr-1.5" />
    </span>
  );
  if (!entry.data) {
    return (
      <Panel
        wide
        label={t("auditpanel.label", { n: props.seq })}
        header={<div className="flex justify-end">{buttons}</div>}
      >
        {entry.error ? <EmptyError error={entry.error} onRetry={() => void entry.refetch()} /> : <PanelSkeleton />}
      </Panel>
    );
  }
  const { row, oldValue, newValue } = entry.data;
  return (
    <Panel
      wide
      testid="audit-panel"
      label={t("auditpanel.label", { n: row.seq })}
      header={
        <>
          <div className="flex items-center justify-between gap-2">
            <h2 className="min-w-0 truncate font-semibold text-20">{rowWord(row)}</h2>
            {buttons}
          </div>
          <p className="mt-0.5 flex items-center gap-2 text-ink-2">
            <ObjectLink row={row} />
            <span className="text-ink-3">{objectTypeWord(row.objectType)}</span>
          </p>
        </>
      }
    >
      <Section>
        <KeyValues left>
          <Left name={t("auditpanel.who")}>{row.actor}</Left>
          <Left name={t("auditpanel.when")}>
            <When at={row.at} />
          </Left>
          {row.reason !== null && row.reason !== "" && (
            <Left name={t("auditpanel.reason")}>{t("auditpanel.quoted", { reason: reasonWords(row.reason) })}</Left>
          )}
        </KeyValues>
      </Section>
      <Diff key={row.seq} oldValue={oldValue} newValue={newValue} />
      <Seal entry={entry.data} verdict={props.verdict} />
    </Panel>
  );
}

function Left(props: { name: string; children: React.ReactNode }) {
  return <KeyValue name={props.name}>{props.children}</KeyValue>;
}

function When(props: { at: number }) {
  const f = useFormats();
  return `${f.weekday(props.at).split(" ")[0]} ${f.date(props.at)}, ${f.timeWithSeconds(props.at)}`;
}

/** The way to the object itself; what has no screen of its own is only named. */
function ObjectLink(props: { row: AuditRow }) {
  const { row } = props;
  const label = <ObjectLabel label={row.objectLabel} />;
  switch (row.objectType) {
    case "order":
      return (
        <Link to="/orders" search={{ open: row.objectId }} className="link [&_span]:text-current!">
          {label}
        </Link>
      );
    case "reservation":
      return (
        <Link to="/holds" search={{ open: row.objectId }} className="link [&_span]:text-current!">
          {label}
        </Link>
      );
    case "variant":
      return (
        <Link to="/stock" search={{ open: row.objectId }} className="link">
          {label}
        </Link>
      );
    case "product":
      return (
        <Link to="/stock" search={{ text: row.objectLabel }} className="link">
          {label}
        </Link>
      );
    case "batch":
      return (
        <Link to="/changes" search={{ open: row.objectId }} className="link">
          {label}
        </Link>
      );
    case "location":
    case "reason":
      return (
        <Link
          to="/settings"
          search={{ section: row.objectType === "reason" ? "reasons" : "locations" }}
          className="link"
        >
          {label}
        </Link>
      );
    case "setting":
    case "settings":
      return (
        <Link to="/settings" search={{}} className="link">
          {label}
        </Link>
      );
    default:
      return <span className="font-medium text-ink">{label}</span>;
  }
}

function Seal(props: { entry: AuditEntry; verdict: AuditVerdict | undefined }) {
  const f = useFormats();
  const { entry, verdict } = props;
  const { seq, requestId } = entry.row;
  const covered = verdict !== undefined && seq <= verdict.headSeq;
  const broken = verdict !== undefined && !verdict.intact && verdict.firstBadSeq !== null && seq >= verdict.firstBadSeq;
  return (
    <Section
      title={t("auditpanel.seal")}
      end={
        covered &&
        (broken ? (
          <span className="flex items-center gap-1 font-medium text-12 text-bad">
            <ShieldAlert size={14} aria-hidden="true" />
            {t("auditpanel.broken")}
          </span>
        ) : (
          <span className="flex items-center gap-1 font-medium text-12 text-ok">
            <ShieldCheck size={14} aria-hidden="true" />
            {t("auditpanel.intact")}
          </span>
        ))
      }
    >
      <KeyValues left>
        <KeyValue name={t("auditpanel.prev")}>
          {seq === 1 ? (
            <span className="text-ink-3">{t("auditpanel.first")}</span>
          ) : (
            <span className="code" title={entry.prevHash}>
              {f.count(seq - 1)} <span className="text-ink-3">{shortHash(entry.prevHash)}</span>
            </span>
          )}
        </KeyValue>
        <KeyValue name={t("auditpanel.this")}>
          <span className="code" title={entry.hash} data-testid="entry-hash">
            {f.count(seq)} <span className="text-ink-3">{shortHash(entry.hash)}</span>
          </span>
        </KeyValue>
        {entry.batchId !== null && (
          <KeyValue name={t("auditpanel.batch")}>
            <Link to="/changes" search={{ open: entry.batchId }} className="link text-12" data-testid="audit-batch">
              {t("auditpanel.batch.show")}
            </Link>
          </KeyValue>
        )}
        <KeyValue name={t("auditpanel.request")}>
          {requestId === null ? (
            <span className="text-ink-3">{t("auditpanel.none")}</span>
          ) : (
            <span className="flex flex-wrap items-center gap-x-2.5">
              <span className="code" title={requestId}>
                {requestId.slice(0, 18)}
              </span>
              <Copy text={requestId} />
              <Link to="/audit" search={{ requestId, open: seq }} className="link text-12">
                {t("auditpanel.sameRequest")}
              </Link>
            </span>
          )}
        </KeyValue>
      </KeyValues>
      <div className="mt-3">
        {verdict === undefined ? (
          <p className="text-12 text-ink-3">{t("auditpanel.unverified")}</p>
        ) : (
          <VerdictNote verdict={verdict} />
        )}
      </div>
    </Section>
  );
}

function Copy(props: { text: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <LinkButton className="text-12" onPress={() => void shell.copyText(props.text).then(() => setCopied(true))}>
      {copied ? t("auditpanel.copied") : t("auditpanel.copy")}
    </LinkButton>
  );
}

const v = texts({
  "verdict.ok":
    "{n, plural, one {The one entry} other {All # entries}} verified at {time}. Anchor <b>{anchor}</b>: write it down outside this computer. Nobody can alter the past without changing it.",
  "verdict.bad": "The chain is broken at entry <b>{n, number}</b>: {problem}",
  "verdict.bad.somewhere": "The chain is broken: {problem}",
  "verdict.bad.next":
    "Somebody altered the file outside Stockroom. Keep a copy of it, and compare with the last backup.",
});

/** The verdict in a sentence, with the code to keep. */
export function VerdictNote(props: { verdict: AuditVerdict }) {
  const f = useFormats();
  const { verdict } = props;
  const code = { b: <b className="code font-semibold" data-selectable /> };
  if (verdict.intact) {
    return (
      <Note tone="ok" icon={ShieldCheck}>
        {v.rich("verdict.ok", { n: verdict.entries, time: f.time(verdict.verifiedAt), anchor: verdict.anchor }, code)}
      </Note>
    );
  }
  const problem = verdict.problem ?? "";
  return (
    <Note tone="bad" role="alert">
      <p className="font-medium">
        {verdict.firstBadSeq === null
          ? v("verdict.bad.somewhere", { problem })
          : v.rich("verdict.bad", { n: verdict.firstBadSeq, problem })}
      </p>
      <p className="text-ink-2">{v("verdict.bad.next")}</p>
    </Note>
  );
}
