import type { LucideIcon } from "lucide-react";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, type RefObject, useRef } from "react";
import {
  Dialog as AriaDialog,
  Menu as AriaMenu,
  Popover as AriaPopover,
  Header,
  Heading,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Modal,
  ModalOverlay,
  OverlayArrow,
  Separator,
} from "react-aria-components";
import { keyLabel } from "../actions";
import { cx } from "../cx";
import { texts } from "../i18n";
import { ScanLayer } from "../scanTargets";
import { IconButton } from "./controls";

const t = texts({ "dialog.close": "Close" });

export type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** what follows, right below the title */
  lead?: ReactNode;
  mark?: ReactNode;
  width?: number;
  /** something irreversible or refused: read out at once */
  alert?: boolean;
  footer: ReactNode;
  /** Ctrl+Enter */
  onCommit?: () => void;
  children?: ReactNode;
  "data-testid"?: string;
};

/** Names the thing, says what follows. Esc goes back; focus returns to where it was. */
export function Dialog(props: DialogProps) {
  return (
    <ModalOverlay
      isOpen={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      isDismissable={false}
      className="fixed inset-0 z-30 grid place-items-center bg-scrim"
    >
      <Modal className="anim-in max-w-[calc(100%-32px)] outline-none" style={{ width: props.width ?? 480 }}>
        <div
          className="contents"
          // Capture, and around the dialog itself: a button with the focus would take Ctrl+Enter for its own Enter, and
          // where nothing in it asks for the focus the dialog has it.
          onKeyDownCapture={(e) => {
            if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && props.onCommit) {
              e.preventDefault();
              e.stopPropagation();
              props.onCommit();
            }
          }}
        >
          <AriaDialog
            role={props.alert ? "alertdialog" : "dialog"}
            data-testid={props["data-testid"]}
            className="flex max-h-[calc(100vh-64px)] flex-col overflow-hidden rounded-3 bg-raised shadow-pop outline-none"
          >
            <ScanLayer>
              <header className="flex items-start gap-2.5 px-5 pt-4 pb-3">
                {props.mark && <span className="mt-[5px]">{props.mark}</span>}
                <div className="min-w-0 flex-1">
                  <Heading slot="title" className="font-semibold text-16">
                    {props.title}
                  </Heading>
                  {props.lead && <p className="text-ink-2">{props.lead}</p>}
                </div>
                <IconButton icon={X} label={t("dialog.close")} onPress={props.onClose} className="-mr-2" />
              </header>
              <div className="min-h-0 flex-1 overflow-auto">{props.children}</div>
              <footer className="flex items-center gap-2 border-line border-t px-5 py-3">{props.footer}</footer>
            </ScanLayer>
          </AriaDialog>
        </div>
      </Modal>
    </ModalOverlay>
  );
}

export function DialogBody(props: { children: ReactNode; className?: string }) {
  return <div className={cx("grid gap-3 px-5 pb-4", props.className)}>{props.children}</div>;
}

export type MenuEntry =
  | {
      kind?: "item";
      id: string;
      label: string;
      icon?: LucideIcon;
      end?: string;
      keys?: string;
      off?: string | false;
      danger?: boolean;
      checked?: boolean;
      run: () => void;
    }
  | { kind: "line"; id: string }
  | { kind: "head"; id: string; label: string };

function items(entries: MenuEntry[]): ReactNode {
  return entries.map((e) => {
    switch (e.kind) {
      case "line":
        return <Separator key={e.id} className="my-1 border-line border-t" />;
      case "head":
        return (
          <MenuSection key={e.id}>
            <Header className="label px-2 py-1">{e.label}</Header>
          </MenuSection>
        );
      case undefined:
      case "item": {
        const Icon = e.icon;
        return (
          <MenuItem
            key={e.id}
            id={e.id}
            textValue={e.label}
            data-testid={`menu-${e.id}`}
            isDisabled={Boolean(e.off)}
            className={cx(
              "flex h-7 items-center gap-2 rounded-2 px-2 outline-none data-disabled:text-ink-off data-focused:bg-accent-tint data-focused:text-accent-ink",
              e.danger && "text-bad",
            )}
          >
            {Icon && <Icon size={16} aria-hidden="true" className={e.danger ? "text-bad" : "text-ink-3"} />}
            <span className="truncate">{e.label}</span>
            {(e.off || e.end || e.keys) && (
              <span className="ml-auto pl-4 text-11 text-ink-3">{e.off || e.end || (e.keys && keyLabel(e.keys))}</span>
            )}
          </MenuItem>
        );
      }
      default:
        return null;
    }
  });
}

function run(entries: MenuEntry[], id: React.Key) {
  for (const e of entries) if ((e.kind === undefined || e.kind === "item") && e.id === id) e.run();
}

const POPOVER = "anim-in overflow-auto rounded-3 bg-raised p-1 shadow-pop";

export function Menu(props: {
  label: string;
  trigger: ReactElement;
  entries: MenuEntry[];
  width?: number;
  placement?: "bottom end" | "bottom start" | "top start" | "top end";
}) {
  return (
    <MenuTrigger>
      {props.trigger}
      <AriaPopover
        offset={4}
        placement={props.placement ?? "bottom end"}
        className={POPOVER}
        style={{ minWidth: props.width ?? 224 }}
      >
        <AriaMenu aria-label={props.label} className="outline-none" onAction={(id) => run(props.entries, id)}>
          {items(props.entries)}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}

export type Point = { x: number; y: number };

/** The menu of a row: right click or Shift+F10. */
export function ContextMenu(props: { label: string; at: Point | null; entries: MenuEntry[]; onClose: () => void }) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        aria-hidden="true"
        className="pointer-events-none fixed"
        style={{ left: props.at?.x ?? 0, top: props.at?.y ?? 0 }}
      />
      <AriaPopover
        key={props.at ? `${props.at.x}:${props.at.y}` : "closed"}
        triggerRef={anchor}
        isOpen={props.at !== null}
        onOpenChange={(open) => {
          if (!open) props.onClose();
        }}
        placement="bottom start"
        offset={2}
        className={POPOVER}
        style={{ minWidth: 224 }}
      >
        <AriaMenu
          aria-label={props.label}
          autoFocus="first"
          className="outline-none"
          onAction={(id) => {
            props.onClose();
            run(props.entries, id);
          }}
          onClose={props.onClose}
        >
          {items(props.entries)}
        </AriaMenu>
      </AriaPopover>
    </>
  );
}

/** A small explanation beside what it explains. */
export function Popover(props: {
  open: boolean;
  onClose: () => void;
  triggerRef: RefObject<Element | null>;
  label: string;
  placement?: "left top" | "bottom start" | "bottom end" | "left";
  width?: number;
  arrow?: boolean;
  children: ReactNode;
}) {
  return (
    <AriaPopover
      triggerRef={props.triggerRef}
      isOpen={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      placement={props.placement ?? "bottom start"}
      offset={props.arrow ? 2 : 6}
      className="anim-in rounded-3 bg-raised shadow-pop"
      style={{ width: props.width }}
    >
      {props.arrow && (
        <OverlayArrow>
          {({ placement }) => (
            <svg
              width="12"
              height="12"
              viewBox="0 0 12 12"
              aria-hidden="true"
              className="block fill-raised stroke-line-2"
              style={{
                transform:
                  placement === "left"
                    ? "rotate(-90deg)"
                    : placement === "right"
                      ? "rotate(90deg)"
                      : placement === "bottom"
                        ? "rotate(180deg)"
                        : undefined,
              }}
            >
              <path d="M0 0 6 6 12 0" />
            </svg>
          )}
        </OverlayArrow>
      )}
      <AriaDialog aria-label={props.label} className="outline-none">
        {props.children}
      </AriaDialog>
    </AriaPopover>
  );
}
