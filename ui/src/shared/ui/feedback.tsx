import { CircleAlert, Info, ListFilter, type LucideIcon, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Toaster, toast } from "sonner";
import { shell } from "../../bridge";
import { cx } from "../cx";
import { describeError } from "../errors/describe";
import type { StepKind } from "../errors/table";
import { useFormats } from "../formats";
import { texts } from "../i18n";
import { Button, IconButton, LinkButton, Spinner } from "./controls";
import { Track } from "./HoldTimer";
import { Shape } from "./marks";

const t = texts({
  "feedback.close": "Close",
  "feedback.copy": "Copy",
  "feedback.copied": "Copied",
  "feedback.request": "Request {id}",
  "feedback.toasts": "Messages",
  "empty.error": "The list could not be read",
});

// ---- notes, in place ----------------------------------------------------------------------------------------------

export type Tone = "warn" | "bad" | "acc" | "ok";
const TINT: Record<Tone, string> = {
  warn: "bg-warn-tint",
  bad: "bg-bad-tint",
  acc: "bg-accent-tint",
  ok: "bg-ok-tint",
};
const INK: Record<Tone, string> = { warn: "text-warn", bad: "text-bad", acc: "text-accent-ink", ok: "text-ok" };

export function Note(props: {
  tone: Tone;
  icon?: LucideIcon;
  children: ReactNode;
  end?: ReactNode;
  role?: "alert" | "status";
  className?: string;
}) {
  const Icon = props.icon ?? Info;
  return (
    <div
      role={props.role}
      className={cx("flex items-start gap-2.5 rounded-2 px-3 py-2.5", TINT[props.tone], props.className)}
    >
      {props.tone === "bad" && !props.icon ? (
        <Shape name="rejected" className="mt-[3px] text-bad" />
      ) : (
        <Icon size={16} aria-hidden="true" className={cx("mt-0.5", INK[props.tone])} />
      )}
      <div className="min-w-0 flex-1" data-selectable>
        {props.children}
      </div>
      {props.end}
    </div>
  );
}

export function RequestId(props: { id: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-12 text-ink-3">
      <span className="code" title={props.id}>
        {t("feedback.request", { id: `${props.id.slice(0, 8)}…${props.id.slice(-4)}` })}
      </span>
      <LinkButton
        className="text-12"
        onPress={() => {
          void shell.copyText(props.id).then(() => setCopied(true));
        }}
      >
        {copied ? t("feedback.copied") : t("feedback.copy")}
      </LinkButton>
    </span>
  );
}

export type StepHandlers = Partial<Record<StepKind, () => void>>;

function stepFor(kind: StepKind, steps: StepHandlers | undefined): (() => void) | undefined {
  if (steps?.[kind]) return steps[kind];
  if (kind === "open_logs") return () => void shell.openLogFolder();
  return undefined;
}

/** What happened with its figures, what is safe, the next step as a button, the request id to copy. */
export function ErrorNote(props: { error: unknown; steps?: StepHandlers; className?: string }) {
  const f = useFormats();
  const said = describeError(props.error, f);
  const step = stepFor(said.step, props.steps);
  return (
    <Note tone="bad" role="alert" className={props.className}>
      <div data-testid="error-note">
        <p className="font-medium">{said.sentence}</p>
        <p className="text-ink-2">
          {said.safe} {said.hint}
        </p>
        <div className="mt-1.5 flex flex-wrap items-center gap-2 empty:hidden">
          {step && (
            <Button size="sm" onPress={step}>
              {said.stepLabel}
            </Button>
          )}
          {said.requestId && <RequestId id={said.requestId} />}
        </div>
      </div>
    </Note>
  );
}

// ---- toasts -------------------------------------------------------------------------------------------------------

const SHOWN_MS = 8000;

function ToastBox(props: {
  id: string | number;
  mark: ReactNode;
  children: ReactNode;
  action?: { label: string; run: () => void };
  alert?: boolean;
}) {
  return (
    <div
      role={props.alert ? "alert" : "status"}
      data-testid="toast"
      className="flex min-h-11 w-[440px] max-w-[calc(100vw-32px)] items-center gap-2.5 rounded-3 bg-raised py-2.5 pr-2 pl-3 font-sans text-13 text-ink shadow-pop"
    >
      {props.mark}
      <div className="min-w-0 flex-1 leading-[18px]">{props.children}</div>
      {props.action && (
        <Button
          size="sm"
          onPress={() => {
            props.action?.run();
            toast.dismiss(props.id);
          }}
        >
          {props.action.label}
        </Button>
      )}
      <IconButton size="sm" icon={X} label={t("feedback.close")} onPress={() => toast.dismiss(props.id)} />
    </div>
  );
}

/** Something was saved; the toast names it. */
export function toastDone(message: ReactNode, action?: { label: string; run: () => void }): void {
  toast.custom(
    (id) => (
      <ToastBox id={id} mark={<Shape name="delivered" className="text-ok" />} action={action}>
        {message}
      </ToastBox>
    ),
    { duration: SHOWN_MS },
  );
}

/** Something happened by itself or can be taken back: the toast names it under its own icon. */
export function toastNotice(icon: LucideIcon, message: ReactNode, action?: { label: string; run: () => void }): void {
  const Icon = icon;
  toast.custom(
    (id) => (
      <ToastBox id={id} mark={<Icon size={14} aria-hidden="true" className="text-ink-2" />} action={action}>
        {message}
      </ToastBox>
    ),
    { duration: SHOWN_MS },
  );
}

function ErrorToast(props: { id: string | number; error: unknown; steps?: StepHandlers }) {
  const f = useFormats();
  const said = describeError(props.error, f);
  const step = stepFor(said.step, props.steps);
  return (
    <ToastBox
      id={props.id}
      alert
      mark={<Shape name="rejected" className="text-bad" />}
      action={step ? { label: said.stepLabel, run: step } : undefined}
    >
      {said.sentence} <span className="text-ink-3">{said.safe}</span>{" "}
      {said.requestId && <RequestId id={said.requestId} />}
    </ToastBox>
  );
}

/** Something was refused where no form is open to say so. Stays until closed. */
export function toastError(error: unknown, steps?: StepHandlers): void {
  toast.custom((id) => <ErrorToast id={id} error={error} steps={steps} />, { duration: Number.POSITIVE_INFINITY });
}

/** Long work: one toast that is drawn again as it goes on. */
export function toastProgress(
  id: string,
  message: ReactNode,
  share: number | null,
  stop?: { label: string; run: () => void },
): void {
  toast.custom(
    () => (
      <div
        role="status"
        data-testid="toast-progress"
        className="flex min-h-11 w-[440px] max-w-[calc(100vw-32px)] items-center gap-2.5 rounded-3 bg-raised py-2.5 pr-2 pl-3 font-sans text-13 text-ink shadow-pop"
      >
        <Spinner className="text-accent" />
        <div className="min-w-0 flex-1 leading-[18px] tabular-nums">
          {message}
          {share !== null && <Track share={share} className="mt-1" />}
        </div>
        {stop && (
          <Button size="sm" onPress={stop.run}>
            {stop.label}
          </Button>
        )}
      </div>
    ),
    { id, duration: Number.POSITIVE_INFINITY },
  );
}

export function toastDismiss(id: string): void {
  toast.dismiss(id);
}

export function Toasts() {
  return (
    <Toaster
      position="bottom-right"
      offset={{ bottom: 76, right: "var(--toast-right, 16px)" }}
      gap={8}
      expand
      visibleToasts={4}
      containerAriaLabel={t("feedback.toasts")}
      toastOptions={{ unstyled: true }}
    />
  );
}

// ---- empty, loading -----------------------------------------------------------------------------------------------

export type EmptyProps = { title: string; children?: ReactNode; actions?: ReactNode; icon?: LucideIcon };

function EmptyBox(props: EmptyProps & { tone: string; fallback: LucideIcon; testid: string }) {
  const Icon = props.icon ?? props.fallback;
  return (
    <div data-testid={props.testid} className="mx-auto grid max-w-[480px] grid-cols-[24px_1fr] gap-x-2 px-4 py-16">
      <Icon size={16} aria-hidden="true" className={cx("mt-0.5", props.tone)} />
      <div>
        <p className="font-semibold">{props.title}</p>
        {props.children && <div className="text-ink-2">{props.children}</div>}
        {props.actions && <div className="mt-2 flex flex-wrap items-center gap-2">{props.actions}</div>}
      </div>
    </div>
  );
}

/** First use: nothing is here yet; the action makes the first one. */
export function EmptyFirst(props: EmptyProps) {
  return <EmptyBox {...props} tone="text-ink-3" fallback={Info} testid="empty-first" />;
}

/** Filters hide everything. */
export function EmptyNoMatch(props: EmptyProps) {
  return <EmptyBox {...props} tone="text-ink-3" fallback={ListFilter} testid="empty-no-match" />;
}

/** It could not be read. */
export function EmptyError(props: { error: unknown; onRetry: () => void; title?: string }) {
  const f = useFormats();
  const said = describeError(props.error, f);
  return (
    <EmptyBox
      title={props.title ?? t("empty.error")}
      tone="text-bad"
      fallback={CircleAlert}
      testid="empty-error"
      actions={
        <>
          <Button size="sm" onPress={props.onRetry}>
            {said.step === "retry" ? said.stepLabel : describeErrorRetry()}
          </Button>
          {said.requestId && <RequestId id={said.requestId} />}
        </>
      }
    >
      {said.sentence}
    </EmptyBox>
  );
}

const retry = texts({ "empty.retry": "Try again" });
function describeErrorRetry() {
  return retry("empty.retry");
}

/** Grey bar in the place of a word. Still: no shimmer. */
export function Bone(props: { width: number | string; className?: string }) {
  return (
    <span
      className={cx("inline-block h-2 rounded-full bg-press align-middle", props.className)}
      style={{ width: props.width }}
    />
  );
}

/** True once something has been going on for 150 ms: nothing flickers before. */
export function useLate(active: boolean, afterMs = 150): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => clearTimeout(timer);
  }, [active, afterMs]);
  return active && late;
}

export function PanelSkeleton() {
  const late = useLate(true);
  if (!late) return null;
  return (
    <div className="grid gap-4 p-4" aria-hidden="true">
      <Bone width="50%" className="h-4!" />
      <Bone width="70%" />
      <Bone width="100%" />
      <Bone width="85%" />
      <Bone width="92%" />
      <Bone width="60%" />
    </div>
  );
}
