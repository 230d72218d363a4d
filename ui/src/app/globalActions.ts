import { useNavigate } from "@tanstack/react-router";
import {
  ClipboardCheck,
  Contrast,
  FileInput,
  FolderTree,
  HardDriveDownload,
  History,
  Keyboard,
  Package,
  Plus,
  ReceiptText,
  ScrollText,
  Search,
  Settings,
  ShoppingBasket,
  Tag,
  Timer,
  Users,
} from "lucide-react";
import { useEffect, useState } from "react";
import { ask, onShellEvent, shell } from "../bridge";
import { runAction, useActions } from "../shared/actions";
import { texts } from "../shared/i18n";
import { askFor } from "../shared/intents";
import { useWrite } from "../shared/query";
import { useScanFallback } from "../shared/scanTargets";
import { setTheme, useTheme } from "../shared/theme";
import { toastDone, toastError } from "../shared/ui";

const t = texts({
  "act.palette": "Go, act, find",
  "act.keys": "Keyboard",
  "act.back": "Where I was",
  "act.forward": "Forward again",
  "act.orders": "Orders",
  "act.baskets": "Baskets",
  "act.holds": "Holds",
  "act.stock": "Stock",
  "act.categories": "Categories",
  "act.newProduct": "New product",
  "act.count": "Count",
  "act.import": "Import",
  "act.changes": "Changes",
  "act.customers": "Customers",
  "act.prices": "Price rules",
  "act.audit": "Audit",
  "act.settings": "Settings",
  "act.newOrder": "New order",
  "act.theme": "Light or dark",
  "act.backup": "Back up now…",
  "act.backup.done": "Backup <b>{file}</b> written and verified.",
  "act.backup.unverified": "Backup <b>{file}</b> written, but it did not verify. Make another one.",
  "act.backup.open": "Open folder",
});

/** What can be done on every screen; the native menu runs the same by id. */
export function useGlobalActions() {
  const navigate = useNavigate();
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const theme = useTheme();
  const backup = useWrite("backup_now");

  const backUp = async () => {
    try {
      const day = new Date().toISOString().slice(0, 10);
      const chosen = await shell.chooseBackupDestination(`stockroom-backup-${day}.stockroom`);
      if (!chosen) return;
      const { value } = await backup.run({ destination: chosen.destination });
      toastDone(t.rich(value.verified ? "act.backup.done" : "act.backup.unverified", { file: value.fileName }), {
        label: t("act.backup.open"),
        run: () => void shell.revealDestination(chosen.destination),
      });
    } catch (error) {
      toastError(error, { retry: () => void backUp(), choose_destination: () => void backUp() });
    }
  };

  useActions([
    {
      id: "palette",
      label: t("act.palette"),
      section: "everywhere",
      keys: ["mod+k", "/"],
      icon: Search,
      quiet: true,
      run: () => setPalette(true),
    },
    {
      id: "keyboard_help",
      label: t("act.keys"),
      section: "everywhere",
      keys: ["?", "f1"],
      icon: Keyboard,
      run: () => setSheet(true),
    },
    {
      id: "back",
      label: t("act.back"),
      section: "everywhere",
      keys: ["alt+arrowleft"],
      quiet: true,
      run: () => history.back(),
    },
    {
      id: "forward",
      label: t("act.forward"),
      section: "everywhere",
      keys: ["alt+arrowright"],
      quiet: true,
      run: () => history.forward(),
    },
    {
      id: "new_order",
      label: t("act.newOrder"),
      section: "act",
      keys: ["n"],
      icon: Plus,
      run: () => void navigate({ to: "/baskets", search: { open: "new" } }),
    },
    {
      id: "go_orders",
      label: t("act.orders"),
      section: "go",
      keys: ["g o"],
      icon: ReceiptText,
      run: () => void navigate({ to: "/orders" }),
    },
    {
      id: "go_baskets",
      label: t("act.baskets"),
      section: "go",
      keys: ["g b"],
      icon: ShoppingBasket,
      run: () => void navigate({ to: "/baskets", search: {} }),
    },
    {
      id: "go_holds",
      label: t("act.holds"),
      section: "go",
      keys: ["g h"],
      icon: Timer,
      run: () => void navigate({ to: "/holds" }),
    },
    {
      id: "go_stock",
      label: t("act.stock"),
      section: "go",
      keys: ["g s"],
      icon: Package,
      run: () => void navigate({ to: "/stock" }),
    },
    {
      id: "go_categories",
      label: t("act.categories"),
      section: "go",
      keys: ["g t"],
      icon: FolderTree,
      run: () => void navigate({ to: "/categories", search: {} }),
    },
    {
      id: "new_product",
      label: t("act.newProduct"),
      section: "act",
      icon: Plus,
      run: () => void navigate({ to: "/products/new", search: {} }),
    },
    {
      id: "go_count",
      label: t("act.count"),
      section: "go",
      keys: ["g n"],
      icon: ClipboardCheck,
      run: () => void navigate({ to: "/count" }),
    },
    {
      id: "go_import",
      label: t("act.import"),
      section: "go",
      keys: ["g i"],
      icon: FileInput,
      run: () => void navigate({ to: "/import" }),
    },
    {
      id: "go_changes",
      label: t("act.changes"),
      section: "go",
      keys: ["g c"],
      icon: History,
      run: () => void navigate({ to: "/changes" }),
    },
    {
      id: "go_customers",
      label: t("act.customers"),
      section: "go",
      keys: ["g u"],
      icon: Users,
      run: () => void navigate({ to: "/customers", search: {} }),
    },
    {
      id: "go_prices",
      label: t("act.prices"),
      section: "go",
      keys: ["g p"],
      icon: Tag,
      run: () => void navigate({ to: "/prices", search: {} }),
    },
    {
      id: "go_audit",
      label: t("act.audit"),
      section: "go",
      keys: ["g a"],
      icon: ScrollText,
      run: () => void navigate({ to: "/audit" }),
    },
    {
      id: "go_settings",
      label: t("act.settings"),
      section: "go",
      keys: ["g e"],
      icon: Settings,
      run: () => void navigate({ to: "/settings" }),
    },
    {
      id: "theme_toggle",
      label: t("act.theme"),
      section: "act",
      icon: Contrast,
      run: () => setTheme(theme === "dark" ? "light" : "dark"),
    },
    { id: "backup_now", label: t("act.backup"), section: "act", icon: HardDriveDownload, run: () => void backUp() },
  ]);

  // A file that is dropped on the window is one to import, whatever screen is open.
  useEffect(
    () =>
      onShellEvent("dropped", ({ source, fileName }) => {
        void navigate({ to: "/import", search: { source, name: fileName } });
      }),
    [navigate],
  );

  useEffect(() => onShellEvent("menu", ({ id }) => void runAction(id)), []);

  // A scan where nothing on screen waits for one: show the product that it names.
  useScanFallback((code) => {
    ask("product_find", { code }).then(({ match }) => {
      if (match === null) askFor("unknown_code", { code, mayLeave: true });
      else {
        const view = match.archived ? "archived" : undefined;
        void navigate({ to: "/stock", search: { view, text: match.sku, open: match.variantId } });
      }
    }, toastError);
  });

  return { palette, setPalette, sheet, setSheet };
}
