import { ChevronDown, ChevronUp, Columns3, MoveHorizontal, Rows3 } from "lucide-react";
import { Dialog as AriaDialog, Popover as AriaPopover, DialogTrigger } from "react-aria-components";
import { texts } from "../i18n";
import { Button, IconButton } from "../ui/controls";
import { Checkbox, Segmented } from "../ui/fields";
import type { Density, GridLayout } from "./layout";

const t = texts({
  "grid.columns": "Columns",
  "grid.density": "Row height",
  "grid.compact": "Compact",
  "grid.usual": "Usual",
  "grid.roomy": "Roomy",
  "grid.up": "Move {column} left",
  "grid.down": "Move {column} right",
  "grid.wider": "Make {column} wider",
  "grid.reset": "As it was",
});

/** Row height and columns: the two small buttons at the right of the filters. */
export function GridTools<T>(props: { layout: GridLayout<T> }) {
  const { layout } = props;
  return (
    <>
      <DialogTrigger>
        <IconButton size="sm" icon={Rows3} label={t("grid.density")} />
        <AriaPopover placement="bottom end" offset={4} className="anim-in rounded-3 bg-raised p-3 shadow-pop">
          <AriaDialog aria-label={t("grid.density")} className="outline-none">
            <Segmented<Density>
              label={t("grid.density")}
              value={layout.density}
              onChange={layout.setDensity}
              options={[
                { value: "compact", label: t("grid.compact") },
                { value: "usual", label: t("grid.usual") },
                { value: "roomy", label: t("grid.roomy") },
              ]}
            />
          </AriaDialog>
        </AriaPopover>
      </DialogTrigger>
      <DialogTrigger>
        <IconButton size="sm" icon={Columns3} label={t("grid.columns")} />
        <AriaPopover placement="bottom end" offset={4} className="anim-in w-72 rounded-3 bg-raised p-2 shadow-pop">
          <AriaDialog aria-label={t("grid.columns")} className="grid gap-px outline-none">
            {layout.all.map((c, at) => (
              <div key={c.id} className="flex h-7 items-center gap-1 rounded-2 pl-2 hover:bg-hover">
                <Checkbox
                  className="min-w-0 flex-1"
                  checked={layout.shown.includes(c)}
                  off={c.fixed || c.flex}
                  onChange={() => layout.toggle(c.id)}
                >
                  <span className="truncate">{c.header}</span>
                </Checkbox>
                <IconButton
                  size="sm"
                  icon={MoveHorizontal}
                  label={t("grid.wider", { column: c.header })}
                  onPress={() => layout.setWidth(c.id, layout.width(c) + 16)}
                />
                <IconButton
                  size="sm"
                  icon={ChevronUp}
                  label={t("grid.up", { column: c.header })}
                  off={at === 0}
                  onPress={() => layout.moveBy(c.id, -1)}
                />
                <IconButton
                  size="sm"
                  icon={ChevronDown}
                  label={t("grid.down", { column: c.header })}
                  off={at === layout.all.length - 1}
                  onPress={() => layout.moveBy(c.id, 1)}
                />
              </div>
            ))}
            <div className="mt-1 border-line border-t pt-2">
              <Button size="sm" onPress={layout.reset}>
                {t("grid.reset")}
              </Button>
            </div>
          </AriaDialog>
        </AriaPopover>
      </DialogTrigger>
    </>
  );
}
