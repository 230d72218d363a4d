//! The rows of a file of goods as values.

use super::columns::Goods;
use super::tree::Tree;
use crate::catalog::Attribute;
use crate::db::Snapshot;
use crate::imports::cells::{Fixes, Problems, cell, each_row, not_units, shown};
use crate::imports::file::{Record, Sheet};
use crate::imports::number::{decimal_of, is_formula, unguarded, units_of};
use crate::kernel::Watch;
use crate::kernel::money::MAX_MINOR;
use crate::kernel::text::{MAX_CODE, MAX_NAME, MAX_NOTE, fold};
use crate::kernel::{Failure, Fields, ImportField, MAX_QUANTITY, Preset, Problem, Refusal, StockMode};

/// The most barcodes of one variant.
const MAX_BARCODES: usize = 20;
/// The longest name of an attribute, in characters.
const MAX_ATTRIBUTE_NAME: usize = 60;
/// The longest value of an attribute, in characters.
const MAX_ATTRIBUTE_VALUE: usize = 120;
/// The longest unit label, in characters.
const MAX_UNIT: usize = 20;
/// The most units on hand.
const MAX_ON_HAND: i64 = 1_000_000_000;
/// What a row of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A variant, with its product's fields.
    Variant,
    /// A product whose variants are rows of their own.
    Parent,
    /// Nothing of the row is used: a picture.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Archived {
    No,
    /// By itself.
    Variant,
    /// With its product.
    Product,
    Both,
    /// The file does not say which.
    Yes,
}

/// A figure of units on hand and the stamp beside it: by its place in [`Goods::on_hand`].
#[derive(Debug, Clone, Copy)]
pub struct Figure {
    pub place: usize,
    pub units: i64,
    pub stamp: Option<i64>,
}

/// One row. What is not mapped, or empty where emptiness says nothing, is None.
#[derive(Debug)]
pub struct Row {
    pub line: u32,
    pub kind: Kind,
    pub sku: Box<str>,
    pub folded: Box<str>,
    pub handle: Option<Box<str>>,
    /// Another row's handle (`id:12`) or SKU.
    pub parent: Option<Box<str>>,
    pub name: Option<Box<str>>,
    pub description: Option<Box<str>>,
    pub category: Option<Option<u32>>,
    pub base_price: Option<i64>,
    pub unit: Option<Box<str>>,
    pub price_adjustment: Option<i64>,
    pub variant_price: Option<i64>,
    pub reorder_level: Option<Option<i64>>,
    pub unit_cost: Option<i64>,
    pub barcodes: Option<Vec<Box<str>>>,
    /// A name may be missing: then the first row of the product has it.
    pub attributes: Option<Vec<Attribute>>,
    pub figures: Vec<Figure>,
    pub archived: Option<Archived>,
    pub problems: Problems,
}

impl Row {
    pub fn refuse(&mut self, field: ImportField, problem: Problem, message: impl Into<Box<str>>) {
        self.problems.refuse(field, problem, message);
    }

    pub fn is_refused(&self) -> bool {
        self.problems.is_refused()
    }

    pub fn has_product_problem(&self) -> bool {
        self.problems.cells.iter().any(|problem| is_of_product(problem.field))
    }
}

/// Is the field one of the product, which its rows share?
pub fn is_of_product(field: ImportField) -> bool {
    matches!(
        field,
        ImportField::Name
            | ImportField::Description
            | ImportField::Category
            | ImportField::BasePrice
            | ImportField::Unit
    )
}

/// Reads every row.
pub fn rows(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapped: &Goods,
    fixes: &Fixes,
    tree: &mut Tree,
    watch: &dyn Watch,
) -> Result<Vec<Row>, Failure> {
    each_row(sheet, watch, |record| row(books, mapped, fixes, tree, record))
}

fn row(books: &Snapshot<'_>, mapped: &Goods, fixes: &Fixes, tree: &mut Tree, record: &Record) -> Row {
    let line = record.at.line;
    let get = |field| cell(mapped, record, fixes, line, field);
    let filled = |field| get(field).filter(|text| !text.is_empty());
    let mut row = Row {
        line,
        kind: Kind::Variant,
        sku: "".into(),
        folded: "".into(),
        handle: filled(ImportField::Handle).map(Into::into),
        parent: filled(ImportField::ParentSku).map(Into::into),
        name: None,
        description: None,
        category: None,
        base_price: None,
        unit: None,
        price_adjustment: None,
        variant_price: None,
        reorder_level: None,
        unit_cost: None,
        barcodes: None,
        attributes: None,
        figures: Vec::new(),
        archived: None,
        problems: Problems::of_width(mapped, record),
    };
    row.kind = kind(mapped, &mut row, get(ImportField::RowType), filled);
    if row.kind == Kind::Nothing || row.problems.why.is_some() {
        return row;
    }
    texts(mapped, &mut row, &get);
    if let Some(path) = get(ImportField::Category) {
        let path = if mapped.preset == Some(Preset::Woocommerce) { first_of_list(path) } else { path };
        match tree.at(books, unguarded(path)) {
            Ok(branch) => row.category = Some(branch),
            Err(message) => row.refuse(ImportField::Category, Problem::Malformed, message),
        }
    }
    amounts(books, mapped, &mut row, &filled);
    variant_texts(mapped, &mut row, &get);
    figures(mapped, &mut row, record, fixes);
    row
}

/// What a row is, and its SKU.
fn kind<'c>(
    mapped: &Goods,
    row: &mut Row,
    row_type: Option<&str>,
    filled: impl Fn(ImportField) -> Option<&'c str>,
) -> Kind {
    let sku = filled(ImportField::Sku);
    if let Some(row_type) = row_type {
        let types: Vec<String> = row_type.split(',').map(fold).collect();
        let is = |word: &str| types.iter().any(|known| known == word);
        if is("variable") {
            row.sku = sku.unwrap_or_default().into();
            row.folded = fold(&row.sku).into();
            return Kind::Parent;
        }
        if is("grouped") || is("external") {
            let message = format!("is {row_type}: that is no product with stock of its own");
            row.refuse(ImportField::RowType, Problem::NotAllowed, message);
        } else if is("variation") && row.parent.is_none() {
            row.refuse(ImportField::ParentSku, Problem::Required, "is required for a variation");
        }
    }
    let fields_of_variant = [
        ImportField::Sku,
        ImportField::Name,
        ImportField::VariantPrice,
        ImportField::AttributeValue1,
        ImportField::Barcode,
    ];
    if mapped.preset == Some(Preset::Shopify) && fields_of_variant.into_iter().all(|field| filled(field).is_none()) {
        return Kind::Nothing;
    }
    match sku {
        None => row.refuse(ImportField::Sku, Problem::Required, "is required: rows are known by it"),
        Some(sku) => {
            row.sku = row.problems.line(ImportField::Sku, sku, MAX_CODE).unwrap_or_default();
            row.folded = fold(&row.sku).into();
        }
    }
    Kind::Variant
}

/// `Name=Value`; a `\` in front of a `=` makes it a letter of the name.
fn pair(line: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut letters = line.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '=' => return Some((name, &line[at + 1..])),
            '\\' => name.push(letters.next().map_or('\\', |(_, letter)| letter)),
            letter => name.push(letter),
        }
    }
    None
}

fn texts<'c>(mapped: &Goods, row: &mut Row, get: &impl Fn(ImportField) -> Option<&'c str>) {
    // A variation's name is its parent's with the attributes behind it.
    let is_variation = row.parent.is_some();
    if !is_variation && let Some(name) = get(ImportField::Name).filter(|name| !name.is_empty()) {
        row.name = row.problems.line(ImportField::Name, name, MAX_NAME);
    }
    if !is_variation && let Some(text) = get(ImportField::Description) {
        let html = matches!(mapped.preset, Some(Preset::Shopify | Preset::Woocommerce));
        let text = if html { plain(text) } else { unguarded(text).to_owned() };
        row.description = row.problems.plain_text(ImportField::Description, &text, MAX_NOTE);
    }
    if let Some(unit) = get(ImportField::Unit) {
        row.unit = row.problems.line(ImportField::Unit, unit, MAX_UNIT);
    }
}

fn amounts<'c>(books: &Snapshot<'_>, mapped: &Goods, row: &mut Row, filled: &impl Fn(ImportField) -> Option<&'c str>) {
    let mut amount = |field: ImportField| -> Option<i64> {
        let text = filled(field)?;
        let signed = field == ImportField::PriceAdjustment;
        match minor_of(books, text, mapped.comma, signed) {
            Ok(minor) => Some(minor),
            Err((problem, message)) => {
                row.refuse(field, problem, message);
                None
            }
        }
    };
    let base_price = amount(ImportField::BasePrice);
    let price_adjustment = amount(ImportField::PriceAdjustment);
    let variant_price = amount(ImportField::VariantPrice);
    let unit_cost = amount(ImportField::UnitCost);
    row.base_price = base_price;
    row.price_adjustment = price_adjustment;
    row.variant_price = variant_price;
    row.unit_cost = unit_cost;
}

/// An amount in minor units, or what is wrong with it.
fn minor_of(books: &Snapshot<'_>, text: &str, comma: bool, signed: bool) -> Result<i64, (Problem, String)> {
    if is_formula(text) {
        return Err((Problem::Malformed, "is a formula; write the amount itself".to_owned()));
    }
    let Some(money) = decimal_of(text, comma) else {
        let (mark, other) = if comma { ("comma", "point") } else { ("point", "comma") };
        let message = if text.chars().any(|c| c.is_alphabetic() || "$€£¥".contains(c)) {
            format!("\"{}\" is not an amount; write it without letters and signs, like 12.50", shown(text))
        } else if decimal_of(text, !comma).is_some() {
            format!("\"{}\" has a decimal {other}; this file is read with a decimal {mark}", shown(text))
        } else {
            format!("\"{}\" is not an amount", shown(text))
        };
        return Err((Problem::Malformed, message));
    };
    let text = money.to_string();
    let (sign, amount) = match text.strip_prefix('-') {
        Some(amount) => (-1, amount),
        None => (1, text.as_str()),
    };
    let mut fields = Fields::default();
    let Ok(amount) = amount.parse() else {
        return Err((Problem::Malformed, format!("\"{text}\" is not an amount")));
    };
    let minor = books.rules.currency.minor("amount", amount, &mut fields);
    if let Err(Refusal::Validation { fields }) = fields.finish()
        && let Some(problem) = fields.into_iter().next()
    {
        return Err((problem.problem, problem.message));
    }
    if sign < 0 && !signed && minor.0 != 0 {
        return Err((Problem::TooSmall, "must not be below 0".to_owned()));
    }
    debug_assert!(minor.0 <= MAX_MINOR, "minor() keeps the limit");
    Ok(sign * minor.0)
}

fn variant_texts<'c>(mapped: &Goods, row: &mut Row, get: &impl Fn(ImportField) -> Option<&'c str>) {
    if let Some(text) = get(ImportField::ReorderLevel) {
        row.reorder_level = match text {
            "" => Some(None),
            text => row.problems.units(ImportField::ReorderLevel, text, 0, MAX_QUANTITY).map(Some),
        };
    }
    if let Some(text) = get(ImportField::Barcode) {
        row.barcodes = barcodes(row, text);
    }
    if row.kind == Kind::Variant {
        row.attributes = attributes(mapped, row, get);
    }
    if let Some(text) = get(ImportField::Archived) {
        row.archived = match fold(text).as_str() {
            "" | "no" | "n" | "false" | "0" | "active" | "draft" | "unlisted" => Some(Archived::No),
            "yes" | "y" | "true" | "1" | "archived" => Some(Archived::Yes),
            "variant" => Some(Archived::Variant),
            "product" => Some(Archived::Product),
            "both" => Some(Archived::Both),
            _ => {
                row.refuse(ImportField::Archived, Problem::UnknownValue, "must be yes or no");
                None
            }
        };
    }
}

/// One code a line.
fn barcodes(row: &mut Row, text: &str) -> Option<Vec<Box<str>>> {
    let mut codes: Vec<Box<str>> = Vec::new();
    for code in unguarded(text).lines().map(str::trim).filter(|code| !code.is_empty()) {
        if is_shortened(code) {
            let message = format!("\"{code}\" was shortened by a spreadsheet; write the whole code, as text");
            row.refuse(ImportField::Barcode, Problem::Malformed, message);
            return None;
        }
        let code = row.problems.plain_line(ImportField::Barcode, code, MAX_CODE)?;
        if codes.contains(&code) {
            row.refuse(ImportField::Barcode, Problem::Duplicate, format!("{code} is there twice"));
            return None;
        }
        codes.push(code);
    }
    if codes.len() > MAX_BARCODES {
        row.refuse(ImportField::Barcode, Problem::TooLarge, format!("must be at most {MAX_BARCODES} codes"));
        return None;
    }
    codes.shrink_to_fit();
    Some(codes)
}

/// `5.90123E+12`: what a spreadsheet makes of a long code.
fn is_shortened(code: &str) -> bool {
    let Some((digits, power)) = code.split_once(['E', 'e']) else { return false };
    let digits = digits.replacen(['.', ','], "", 1);
    power.strip_prefix('+').is_some_and(|power| !power.is_empty() && power.bytes().all(|b| b.is_ascii_digit()))
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
}

const PAIRS: [(ImportField, ImportField); 3] = [
    (ImportField::AttributeName1, ImportField::AttributeValue1),
    (ImportField::AttributeName2, ImportField::AttributeValue2),
    (ImportField::AttributeName3, ImportField::AttributeValue3),
];

fn attributes<'c>(
    mapped: &Goods,
    row: &mut Row,
    get: &impl Fn(ImportField) -> Option<&'c str>,
) -> Option<Vec<Attribute>> {
    if !PAIRS.iter().any(|(_, value)| mapped.has(*value)) {
        return None;
    }
    let mut found: Vec<Attribute> = Vec::new();
    for (name_field, value_field) in PAIRS {
        let value = get(value_field).unwrap_or_default();
        if value.is_empty() {
            continue;
        }
        let name = get(name_field).unwrap_or_default();
        // How Shopify and Square call the one variant of a simple product.
        let only = match mapped.preset {
            Some(Preset::Shopify) => value == "Default Title",
            Some(Preset::Square) => name.is_empty() && matches!(value, "Regular" | "Default"),
            Some(Preset::Stockroom | Preset::Woocommerce) | None => false,
        };
        if !only {
            let value = row.problems.line(value_field, value, MAX_ATTRIBUTE_VALUE)?;
            let name = row.problems.line(name_field, name, MAX_ATTRIBUTE_NAME)?;
            found.push(Attribute { name: name.into(), value: value.into() });
        }
    }
    for line in unguarded(get(ImportField::MoreAttributes).unwrap_or_default()).lines() {
        let Some((name, value)) = pair(line) else {
            row.refuse(ImportField::MoreAttributes, Problem::Malformed, "must be Name=Value, one a line");
            return None;
        };
        let name = row.problems.plain_line(ImportField::MoreAttributes, &name, MAX_ATTRIBUTE_NAME)?;
        let value = row.problems.plain_line(ImportField::MoreAttributes, value, MAX_ATTRIBUTE_VALUE)?;
        found.push(Attribute { name: name.into(), value: value.into() });
    }
    // The lists of a simple product describe it; they tell no variants apart.
    if mapped.preset == Some(Preset::Woocommerce) && row.parent.is_none() {
        found.clear();
    }
    Some(found)
}

fn figures(mapped: &Goods, row: &mut Row, record: &Record, fixes: &Fixes) {
    if mapped.stock == StockMode::Leave {
        return;
    }
    for (place, column) in mapped.on_hand.iter().enumerate() {
        let fixed = fixes.get(&(row.line, ImportField::OnHand)).filter(|_| place == 0);
        let text = fixed.map_or_else(|| record.cell(column.column).unwrap_or_default(), String::as_str).trim();
        if text.is_empty() || (mapped.preset == Some(Preset::Woocommerce) && text == "parent") {
            continue;
        }
        let Some(units) = units_of(text) else {
            row.refuse(ImportField::OnHand, Problem::Malformed, not_units(text));
            continue;
        };
        if units < 0 && mapped.stock == StockMode::Set {
            row.refuse(ImportField::OnHand, Problem::TooSmall, "must not be below 0");
            continue;
        }
        if units.abs() > MAX_ON_HAND {
            row.refuse(ImportField::OnHand, Problem::TooLarge, format!("must be at most {MAX_ON_HAND}"));
            continue;
        }
        let stamp = match column.stamp.map(|column| record.cell(column).unwrap_or_default().trim()) {
            None | Some("") => None,
            Some(text) => match units_of(text).filter(|stamp| *stamp >= 0) {
                Some(stamp) => Some(stamp),
                None => {
                    row.refuse(ImportField::StockStamp, Problem::Malformed, "is not a stamp of an export");
                    continue;
                }
            },
        };
        row.figures.reserve_exact(1);
        row.figures.push(Figure { place, units, stamp });
    }
}

/// The first of the names that commas part; `\,` is a comma of a name.
fn first_of_list(list: &str) -> &str {
    let mut escaped = false;
    for (at, letter) in list.char_indices() {
        match letter {
            ',' if !escaped => return &list[..at],
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    list
}

/// A description as a web shop keeps it, without its marks.
fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return unguarded(html).to_owned();
    }
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inside) = rest.strip_prefix('<') {
            let Some(end) =
                inside.find('>').filter(|_| inside.starts_with(|c: char| c.is_alphabetic() || "/!".contains(c)))
            else {
                text.push('<');
                rest = inside;
                continue;
            };
            let tag = inside[..end].trim_start_matches('/').to_ascii_lowercase();
            let ends_line = ["br", "p", "div", "li", "h1", "h2", "h3", "h4", "tr"];
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if ends_line.contains(&name) && !text.ends_with('\n') && !text.is_empty() {
                text.push('\n');
            }
            rest = &inside[end + 1..];
        } else {
            let known = [
                ("&amp;", "&"),
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", "\""),
                ("&#39;", "'"),
                ("&apos;", "'"),
                ("&nbsp;", " "),
            ];
            let (mark, letter) = known.into_iter().find(|(mark, _)| rest.starts_with(mark)).unwrap_or(("&", "&"));
            text.push_str(letter);
            rest = &rest[mark.len()..];
        }
    }
    text.push_str(rest);
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_shops_description_becomes_plain_text() {
        assert_eq!(plain("<p>Green &amp; <b>strong</b></p><p>100 g</p>"), "Green & strong\n100 g");
        assert_eq!(plain("a < b, &copy;"), "a < b, &copy;");
        assert_eq!(plain("=1+1"), "=1+1");
    }

    #[test]
    fn a_code_that_a_spreadsheet_shortened_is_seen() {
        assert!(is_shortened("5.90123E+12") && is_shortened("4,00638E+12"));
        for code in ["5901234123457", "E+5", "A1E+3", "12E3", "1.2.3E+4"] {
            assert!(!is_shortened(code), "{code}");
        }
    }

    #[test]
    fn of_several_categories_the_first_counts() {
        assert_eq!(first_of_list("Clothing > Shirts, Music"), "Clothing > Shirts");
        assert_eq!(first_of_list(r"Salt\, pepper, Music"), r"Salt\, pepper");
    }
}
