import { type ChipText, conditionWord, FilterChips, ManyEditor } from "../../shared/filters";
import { texts } from "../../shared/i18n";
import { Mark, ProductPicker, toastError } from "../../shared/ui";
import { fullName } from "../../shared/words";
import { type PricesSearch, STATES } from "./search";
import { STATE_MARK, stateWord } from "./words";

const t = texts({
  "prices.chip.state": "State",
  "prices.chip.product": "Product",
  "prices.chip.touches": "touches",
});

const FIELDS = ["state", "product"] as const;
type Field = (typeof FIELDS)[number];
const nameOf = (field: Field) => t(`prices.chip.${field}`);
const PRODUCT_PX = 420;

export const isFiltered = (search: PricesSearch) => search.states !== undefined || search.touches !== undefined;

export function withoutFilter(search: PricesSearch): PricesSearch {
  return { ...search, text: undefined, states: undefined, touches: undefined, touchesName: undefined };
}

function chips(search: PricesSearch): ChipText<Field>[] {
  const said: ChipText<Field>[] = [];
  if (search.states && search.view !== "ended") {
    said.push({
      field: "state",
      name: nameOf("state"),
      condition: search.states.length === 1 ? conditionWord("is") : conditionWord("anyOf"),
      value: search.states.map(stateWord).join(", "),
    });
  }
  if (search.touches) {
    said.push({
      field: "product",
      name: nameOf("product"),
      condition: t("prices.chip.touches"),
      value: search.touchesName ?? "…",
    });
  }
  return said;
}

export function Filters(props: { search: PricesSearch; onChange: (search: PricesSearch) => void }) {
  const { search, onChange } = props;
  return (
    <FilterChips<Field>
      id="prices"
      keys="l"
      fields={search.view === "ended" ? ["product"] : FIELDS}
      nameOf={nameOf}
      chips={chips(search)}
      onRemove={(field) =>
        onChange(
          field === "state"
            ? { ...search, states: undefined }
            : { ...search, touches: undefined, touchesName: undefined },
        )
      }
      editorWidth={(field) => (field === "product" ? PRODUCT_PX : undefined)}
      editor={(field, done) =>
        field === "state" ? (
          <ManyEditor
            options={STATES}
            picked={search.states}
            render={(state) => <Mark {...STATE_MARK[state]} word={stateWord(state)} />}
            onApply={(states) => {
              done();
              onChange({ ...search, states });
            }}
          />
        ) : (
          <div className="min-h-80 p-3">
            <ProductPicker
              label={nameOf("product")}
              onPick={(p) => {
                done();
                onChange({ ...search, touches: p.variantId, touchesName: fullName(p) });
              }}
              onError={toastError}
              autoFocus
              asksUnknown={false}
            />
          </div>
        )
      }
    />
  );
}
