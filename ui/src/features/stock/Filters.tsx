import { useState } from "react";
import type { CategoryId } from "../../generated/commands";
import { FilterChips, FilterForm, MoneyEditor, OneEditor } from "../../shared/filters";
import { useFormats } from "../../shared/formats";
import { useLocations } from "../../shared/locations";
import { CategoryPicker, useCategories } from "../../shared/ui";
import {
  CHIP_FIELDS,
  type ChipField,
  chipName,
  chips,
  choiceWord,
  STOCK_CHOICES,
  withChoice,
  withoutChip,
} from "./filter";
import type { StockSearch } from "./search";

const CATEGORY_PX = 360;

export function Filters(props: { search: StockSearch; onChange: (search: StockSearch) => void }) {
  const f = useFormats();
  const categories = useCategories().data?.rows;
  const locations = useLocations();
  return (
    <FilterChips<ChipField>
      id="stock"
      keys="l"
      fields={CHIP_FIELDS.filter((field) => field !== "location" || locations.several)}
      nameOf={chipName}
      chips={chips(props.search, f, categories, locations.rows)}
      onRemove={(field) => props.onChange(withoutChip(props.search, field))}
      editorWidth={(field) => (field === "category" ? CATEGORY_PX : undefined)}
      editor={(field, done) => (
        <Editor
          field={field}
          search={props.search}
          onApply={(next) => {
            done();
            props.onChange(next);
          }}
        />
      )}
    />
  );
}

type EditorProps = { field: ChipField; search: StockSearch; onApply: (search: StockSearch) => void };

function Editor(props: EditorProps) {
  const { search, onApply } = props;
  const locations = useLocations().rows;
  switch (props.field) {
    case "category":
      return <CategoryEditor {...props} />;
    case "price":
      return <MoneyEditor min={search.min} max={search.max} onApply={(min, max) => onApply({ ...search, min, max })} />;
    case "stock":
      return (
        <OneEditor
          options={STOCK_CHOICES.map((value) => ({ value, label: choiceWord(value) }))}
          onPick={(choice) => onApply(withChoice(search, choice))}
        />
      );
    case "location":
      return (
        <OneEditor
          options={locations.map((l) => ({ value: l.id as string, label: l.name }))}
          onPick={(location) => onApply({ ...search, location })}
        />
      );
  }
}

function CategoryEditor({ search, onApply }: EditorProps) {
  const [picked, setPicked] = useState((search.category as CategoryId | undefined) ?? null);
  return (
    <FilterForm onApply={() => onApply({ ...search, category: picked ?? undefined })}>
      <div className="min-h-80">
        <CategoryPicker
          label={chipName("category")}
          value={picked}
          onChange={(id) => {
            setPicked(id);
            if (id !== null) onApply({ ...search, category: id });
          }}
          autoFocus
        />
      </div>
    </FilterForm>
  );
}
