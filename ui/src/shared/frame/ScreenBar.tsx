import { Contrast, Search } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { runAction } from "../actions";
import { texts } from "../i18n";
import { setTheme, useTheme } from "../theme";
import { IconButton, Kbd } from "../ui/controls";
import { Menu } from "../ui/overlays";

const t = texts({
  "bar.search": "Search orders, customers, products, or scan a code",
  "bar.theme": "Change theme",
  "bar.light": "Light",
  "bar.dark": "Dark",
  "bar.system": "As the system",
});

/** The bar on top of every screen: its name, the search that opens the palette, and what can be done here. */
export function ScreenBar(props: { title: string; actions?: ReactNode }) {
  const theme = useTheme();
  return (
    <header className="flex h-12 shrink-0 items-center gap-3 border-line border-b px-4">
      <h1 className="whitespace-nowrap font-semibold text-16">{props.title}</h1>
      <div role="search" className="mx-auto min-w-0 max-w-[400px] flex-1 narrow:max-w-none">
        <AriaButton
          data-testid="search"
          onPress={() => runAction("palette")}
          className="flex h-8 w-full min-w-0 items-center gap-2 rounded-2 bg-sunken pr-1.5 pl-2.5 text-ink-3 data-hovered:bg-press"
        >
          <Search size={16} aria-hidden="true" />
          <span className="min-w-0 flex-1 truncate text-left">{t("bar.search")}</span>
          <Kbd keys="/" />
          <Kbd keys="mod+k" />
        </AriaButton>
      </div>
      <div className="flex items-center gap-2">
        {props.actions}
        <Menu
          label={t("bar.theme")}
          width={160}
          trigger={<IconButton icon={Contrast} label={t("bar.theme")} />}
          entries={(["light", "dark", "system"] as const).map((id) => ({
            id,
            label: t(`bar.${id}`),
            end: theme === id ? "✓" : undefined,
            run: () => setTheme(id),
          }))}
        />
      </div>
    </header>
  );
}
