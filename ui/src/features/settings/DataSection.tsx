import { useQuery } from "@tanstack/react-query";
import { FolderOpen, HardDriveDownload, Stethoscope } from "lucide-react";
import { ask, shell } from "../../bridge";
import type { DoctorReport, StoreInfo } from "../../generated/commands";
import { runAction, useActions } from "../../shared/actions";
import { useMinute } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { readKey, useRead } from "../../shared/query";
import { Button, ErrorNote, KeyValue, KeyValues, Nil, Shape, useLate } from "../../shared/ui";
import { bytesText } from "./logic";

const t = texts({
  "data.file": "Store file",
  "data.size": "Size",
  "data.made": "Made",
  "data.backup": "Last backup",
  "data.noBackup": "none yet",
  "data.anchor": "Audit code",
  "data.products": "Products",
  "data.customers": "Customers",
  "data.orders": "Orders",
  "data.orders.lines": "{orders} with {lines} lines",
  "data.holds": "Holds",
  "data.movements": "Movements",
  "data.audit": "Audit entries",
  "data.backupNow": "Back up now…",
  "data.check": "Check the books",
  "data.logs": "Open log folder",
  "data.doctor.ok": "The books keep their promises. {checks, plural, one {# check} other {# checks}} in {time}.",
  "data.doctor.bad":
    "{n, plural, one {One check failed.} other {# checks failed.}} Do not work on with this file before it is understood.",
  "data.doctor.label": "What was checked",
  "data.doctor.examined": "{n, plural, one {# row} other {# rows}}",
  "data.doctor.running": "Reading everything…",
});

const STORE_INFO = ["orders", "holds", "stock", "products", "customers", "audit", "settings"] as const;

export function useStoreInfo() {
  return useRead(STORE_INFO, "store_info", {});
}

export function DataSection(props: { info: StoreInfo }) {
  const { info } = props;
  const f = useFormats();
  const now = useMinute();
  const status = useRead(STORE_INFO, "store_status", {}).data;
  const doctor = useQuery({
    queryKey: readKey([], "doctor_run", {}),
    queryFn: () => ask("doctor_run", {}),
    enabled: false,
  });
  const slow = useLate(doctor.isFetching);
  const run = () => void doctor.refetch();
  useActions([
    { id: "doctor_run", label: t("data.check"), section: "act", icon: Stethoscope, run },
    { id: "open_logs", label: t("data.logs"), section: "act", icon: FolderOpen, run: () => void shell.openLogFolder() },
  ]);
  return (
    <>
      <KeyValues left>
        <KeyValue name={t("data.file")}>
          <span className="break-all" data-testid="store-path">
            {info.path}
          </span>
        </KeyValue>
        <KeyValue name={t("data.size")}>{bytesText(info.sizeBytes)}</KeyValue>
        <KeyValue name={t("data.made")}>{f.dateTime(info.createdAt)}</KeyValue>
        <KeyValue name={t("data.backup")}>
          {status === undefined ? (
            <Nil />
          ) : status.lastBackupAt === null ? (
            <span className="text-ink-3">{t("data.noBackup")}</span>
          ) : (
            f.moment(status.lastBackupAt, now)
          )}
        </KeyValue>
        <KeyValue name={t("data.anchor")}>
          <span className="code">{info.auditAnchor}</span>
        </KeyValue>
      </KeyValues>
      <KeyValues left>
        <KeyValue name={t("data.products")}>{f.count(info.counts.products)}</KeyValue>
        <KeyValue name={t("data.customers")}>{f.count(info.counts.customers)}</KeyValue>
        <KeyValue name={t("data.orders")}>
          {t("data.orders.lines", { orders: f.count(info.counts.orders), lines: f.count(info.counts.orderLines) })}
        </KeyValue>
        <KeyValue name={t("data.holds")}>{f.count(info.counts.reservations)}</KeyValue>
        <KeyValue name={t("data.movements")}>{f.count(info.counts.movements)}</KeyValue>
        <KeyValue name={t("data.audit")}>{f.count(info.counts.auditEntries)}</KeyValue>
      </KeyValues>
      <div className="flex flex-wrap gap-2">
        <Button icon={HardDriveDownload} onPress={() => runAction("backup_now")} data-testid="backup-now">
          {t("data.backupNow")}
        </Button>
        <Button icon={Stethoscope} pending={slow} onPress={run} data-testid="check-books">
          {t("data.check")}
        </Button>
        <Button icon={FolderOpen} onPress={() => void shell.openLogFolder()} data-testid="open-logs">
          {t("data.logs")}
        </Button>
      </div>
      {slow && (
        <p className="text-12 text-ink-3" role="status">
          {t("data.doctor.running")}
        </p>
      )}
      {doctor.error ? (
        <ErrorNote error={doctor.error} steps={{ retry: run }} />
      ) : (
        doctor.data && <Report report={doctor.data} />
      )}
    </>
  );
}

function Report(props: { report: DoctorReport }) {
  const f = useFormats();
  const { report } = props;
  const bad = report.checks.filter((c) => !c.ok).length;
  return (
    <section aria-label={t("data.doctor.label")} data-testid="doctor" data-ok={report.ok}>
      <p className="mb-1.5 flex items-start gap-1.5 font-medium" role="status">
        <Shape
          name={report.ok ? "delivered" : "rejected"}
          className={report.ok ? "mt-[3px] text-ok" : "mt-[3px] text-bad"}
        />
        {report.ok
          ? t("data.doctor.ok", { checks: report.checks.length, time: `${f.count(report.elapsedMs)} ms` })
          : t("data.doctor.bad", { n: bad })}
      </p>
      <ul>
        {report.checks.map((c) => (
          <li key={c.name} data-testid="doctor-check" data-ok={c.ok} className="border-line border-t py-1.5">
            <span className="flex items-start gap-2">
              <Shape
                name={c.ok ? "delivered" : "rejected"}
                className={c.ok ? "mt-[3px] text-ok" : "mt-[3px] text-bad"}
              />
              <span className="min-w-0 flex-1 first-letter:uppercase">{c.name}</span>
              <span className="text-12 text-ink-3 tabular-nums">{t("data.doctor.examined", { n: c.examined })}</span>
            </span>
            {c.problems.length > 0 && (
              <ul className="mt-1 ml-[22px] text-12 text-bad" data-selectable>
                {c.problems.map((p) => (
                  <li key={p} className="code break-words">
                    {p}
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
