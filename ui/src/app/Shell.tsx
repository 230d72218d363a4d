import { Outlet } from "@tanstack/react-router";
import { FlaskConical } from "lucide-react";
import { UnknownCodeHost } from "../features/catalog/UnknownCodeHost";
import { ChangesHost } from "../features/changes/ChangesHost";
import { HoldHost } from "../features/reservations/HoldHost";
import { StockHost } from "../features/stock/StockHost";
import { texts } from "../shared/i18n";
import { useRead } from "../shared/query";
import { useGlobalActions } from "./globalActions";
import { KeyboardLayer } from "./Keyboard";
import { KeySheet } from "./KeySheet";
import { Palette } from "./Palette";
import { Sidebar } from "./Sidebar";
import { StatusBar } from "./StatusBar";
import { useStoreStatus } from "./status";

const t = texts({ "demo.banner": "This is the sample store. Nothing in it is real, and it is a file of its own." });

/** The frame around every screen: sidebar, screen, status bar. */
export function Shell() {
  const status = useStoreStatus();
  const scanGapMs = useRead(["settings"], "settings_get", {}).data?.scanGapMs;
  const { palette, setPalette, sheet, setSheet } = useGlobalActions();
  return (
    <div className="flex h-full flex-col">
      {status?.demo && (
        <div
          role="status"
          data-testid="demo-banner"
          className="flex h-7 shrink-0 items-center justify-center gap-1.5 border-line border-b bg-warn-tint font-medium text-12 text-warn"
        >
          <FlaskConical size={14} aria-hidden="true" />
          {t("demo.banner")}
        </div>
      )}
      <div className="grid min-h-0 flex-1 grid-cols-[var(--side-w)_minmax(0,1fr)]">
        <Sidebar />
        <main className="relative flex min-h-0 min-w-0 flex-col bg-surface">
          <Outlet />
        </main>
      </div>
      <StatusBar />
      <KeyboardLayer scanGapMs={scanGapMs} />
      <HoldHost />
      <StockHost />
      <ChangesHost />
      <UnknownCodeHost />
      <Palette open={palette} onClose={() => setPalette(false)} />
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
    </div>
  );
}
