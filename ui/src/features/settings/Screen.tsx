import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { ScreenBar } from "../../shared/frame";
import type { Density } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { usePersisted } from "../../shared/persisted";
import { useRead } from "../../shared/query";
import { setTheme, type Theme, useTheme } from "../../shared/theme";
import { EmptyError, KeyValue, KeyValues, PanelSkeleton, Segmented } from "../../shared/ui";
import { DataSection, useStoreInfo } from "./DataSection";
import { LocationsSection } from "./LocationsSection";
import { ReasonsSection } from "./ReasonsSection";
import { ScannerSection } from "./ScannerSection";
import { StoreForm } from "./StoreForm";
import type { Section } from "./search";

const t = texts({
  "settings.title": "Settings",
  "settings.section.store": "Store",
  "settings.section.store.lead": "For everybody who works with this file.",
  "settings.section.locations": "Locations",
  "settings.section.locations.lead": "Where goods are.",
  "settings.section.reasons": "Adjustment reasons",
  "settings.section.reasons.lead": "Why stock is corrected.",
  "settings.section.scanner": "Scanner",
  "settings.section.scanner.lead": "Told from a person by its speed.",
  "settings.section.look": "Look",
  "settings.section.look.lead": "Only for this computer.",
  "settings.section.data": "Data",
  "settings.section.data.lead": "One file holds the whole store.",
  "settings.section.about": "About",
  "settings.theme": "Colours",
  "settings.theme.light": "Light",
  "settings.theme.dark": "Dark",
  "settings.theme.system": "As the system",
  "settings.density": "Row height",
  "settings.density.compact": "Compact",
  "settings.density.usual": "Usual",
  "settings.density.roomy": "Roomy",
  "about.version": "Stockroom",
  "about.schema": "Store format",
  "about.schema.n": "{n, number}, after {migrations, plural, one {# step} other {# steps}}",
  "about.sqlite": "SQLite",
  "about.sqlite.mode": "{version}, journal {mode}",
  "about.logs": "Log folder",
});

const route = getRouteApi("/settings");

export function Screen() {
  const { section } = route.useSearch();
  const settings = useRead(["settings", "products"], "settings_get", {});
  const info = useStoreInfo();
  const body = useRef<HTMLDivElement>(null);
  const ready = settings.data !== undefined && info.data !== undefined;

  useEffect(() => {
    const part = ready && section ? body.current?.querySelector<HTMLElement>(`#settings-${section}`) : null;
    // Not scrollIntoView: it would move the whole window as well.
    if (part && body.current) body.current.scrollTop = part.offsetTop - body.current.offsetTop;
  }, [section, ready]);

  return (
    <>
      <ScreenBar title={t("settings.title")} />
      <div ref={body} className="min-h-0 flex-1 overflow-y-auto" data-testid="settings">
        <div className="max-w-[840px] px-4 pb-12">
          <Part id="store" lead={t("settings.section.store.lead")}>
            {settings.data ? (
              <StoreForm settings={settings.data} />
            ) : settings.error ? (
              <EmptyError error={settings.error} onRetry={() => void settings.refetch()} />
            ) : (
              <PanelSkeleton />
            )}
          </Part>
          <Part id="locations" lead={t("settings.section.locations.lead")}>
            <LocationsSection />
          </Part>
          <Part id="reasons" lead={t("settings.section.reasons.lead")}>
            <ReasonsSection />
          </Part>
          <Part id="scanner" lead={t("settings.section.scanner.lead")}>
            {settings.data && <ScannerSection settings={settings.data} />}
          </Part>
          <Part id="look" lead={t("settings.section.look.lead")}>
            <Look />
          </Part>
          <Part id="data" lead={t("settings.section.data.lead")}>
            {info.data ? (
              <DataSection info={info.data} />
            ) : info.error ? (
              <EmptyError error={info.error} onRetry={() => void info.refetch()} />
            ) : (
              <PanelSkeleton />
            )}
          </Part>
          <Part id="about">{info.data && <About info={info.data} />}</Part>
        </div>
      </div>
    </>
  );
}

function Part(props: { id: Section; lead?: string; children: ReactNode }) {
  return (
    <section
      id={`settings-${props.id}`}
      aria-labelledby={`settings-${props.id}-title`}
      className="grid grid-cols-[176px_minmax(0,1fr)] gap-x-8 border-line py-6 not-first:border-t"
    >
      <div>
        <h2 id={`settings-${props.id}-title`} className="font-semibold text-14">
          {t(`settings.section.${props.id}`)}
        </h2>
        {props.lead && <p className="mt-0.5 text-12 text-ink-3">{props.lead}</p>}
      </div>
      <div className="grid content-start gap-4">{props.children}</div>
    </section>
  );
}

function Look() {
  const theme = useTheme();
  const [density, setDensity] = usePersisted<Density>("stockroom.density", "usual");
  return (
    <div className="grid grid-cols-[116px_auto] items-center justify-start gap-x-4 gap-y-3">
      <span className="text-ink-3">{t("settings.theme")}</span>
      <Segmented<Theme>
        label={t("settings.theme")}
        value={theme}
        onChange={setTheme}
        options={(["light", "dark", "system"] as const).map((id) => ({ value: id, label: t(`settings.theme.${id}`) }))}
      />
      <span className="text-ink-3">{t("settings.density")}</span>
      <Segmented<Density>
        label={t("settings.density")}
        value={density}
        onChange={setDensity}
        options={(["compact", "usual", "roomy"] as const).map((id) => ({
          value: id,
          label: t(`settings.density.${id}`),
        }))}
      />
    </div>
  );
}

function About(props: { info: NonNullable<ReturnType<typeof useStoreInfo>["data"]> }) {
  const { info } = props;
  return (
    <KeyValues left>
      <KeyValue name={t("about.version")}>{info.programVersion}</KeyValue>
      <KeyValue name={t("about.schema")}>
        {t("about.schema.n", { n: info.schemaVersion, migrations: info.migrations.length })}
      </KeyValue>
      <KeyValue name={t("about.sqlite")}>
        {t("about.sqlite.mode", { version: info.sqliteVersion, mode: info.journalMode.toUpperCase() })}
      </KeyValue>
      <KeyValue name={t("about.logs")}>
        <span className="break-all">{info.logFolder}</span>
      </KeyValue>
    </KeyValues>
  );
}
