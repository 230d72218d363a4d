export { DaysEditor, FilterForm, ManyEditor, MoneyEditor, moneyLimits, OneEditor, TextEditor } from "./editors";
export { type ChipText, FilterChips } from "./FilterChips";
export { conditionWord, type Said, spanSaid } from "./words";
