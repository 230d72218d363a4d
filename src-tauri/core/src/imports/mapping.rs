//! What the columns of a file are about: by a vendor's published layout, by their names, or as a person says.

use super::file::Sheet;
use super::number::decimal_of;
use crate::db::Snapshot;
use crate::kernel::text::fold;
use crate::kernel::{DecimalMark, Failure, Fields, ImportField, LocationId, Preset, Problem, Refusal, StockMode};

crate::strict_request! {
    pub struct MappedColumn {
        /// From 0, as the columns stand in the file.
        pub index: i64,
        pub field: ImportField,
    }
    pub struct Mapping {
        pub preset: Option<Preset>,
        /// Columns that are not named are left alone.
        pub columns: Vec<MappedColumn>,
        pub decimal: DecimalMark,
        /// What a column of units on hand means; has to be said where one is mapped without a stamp beside it.
        pub stock: Option<StockMode>,
        /// Where the units are; the selling location where it is left out.
        pub location_id: Option<LocationId>,
    }
}

/// The names of one layout's columns, folded, beside what they are about. The first name that a file has counts for
/// its field.
type Layout = &'static [(&'static str, ImportField)];

/// The columns of our own export; see reports/products_csv.rs, which writes them.
const STOCKROOM: Layout = &[
    ("sku", ImportField::Sku),
    ("product", ImportField::Handle),
    ("name", ImportField::Name),
    ("description", ImportField::Description),
    ("category", ImportField::Category),
    ("base price", ImportField::BasePrice),
    ("price adjustment", ImportField::PriceAdjustment),
    ("unit", ImportField::Unit),
    ("barcodes", ImportField::Barcode),
    ("reorder level", ImportField::ReorderLevel),
    ("last cost", ImportField::UnitCost),
    ("attribute 1", ImportField::AttributeName1),
    ("value 1", ImportField::AttributeValue1),
    ("attribute 2", ImportField::AttributeName2),
    ("value 2", ImportField::AttributeValue2),
    ("attribute 3", ImportField::AttributeName3),
    ("value 3", ImportField::AttributeValue3),
    ("more attributes", ImportField::MoreAttributes),
    ("archived", ImportField::Archived),
];
const SHOPIFY: Layout = &[
    ("handle", ImportField::Handle),
    ("url handle", ImportField::Handle),
    ("title", ImportField::Name),
    ("body (html)", ImportField::Description),
    ("description", ImportField::Description),
    ("product category", ImportField::Category),
    ("type", ImportField::Category),
    ("option1 name", ImportField::AttributeName1),
    ("option1 value", ImportField::AttributeValue1),
    ("option2 name", ImportField::AttributeName2),
    ("option2 value", ImportField::AttributeValue2),
    ("option3 name", ImportField::AttributeName3),
    ("option3 value", ImportField::AttributeValue3),
    ("variant sku", ImportField::Sku),
    ("sku", ImportField::Sku),
    ("variant barcode", ImportField::Barcode),
    ("barcode", ImportField::Barcode),
    ("variant price", ImportField::VariantPrice),
    ("price", ImportField::VariantPrice),
    ("variant inventory qty", ImportField::OnHand),
    ("inventory quantity", ImportField::OnHand),
    ("cost per item", ImportField::UnitCost),
    ("status", ImportField::Archived),
];
const WOOCOMMERCE: Layout = &[
    ("id", ImportField::Handle),
    ("type", ImportField::RowType),
    ("sku", ImportField::Sku),
    ("gtin, upc, ean, or isbn", ImportField::Barcode),
    ("name", ImportField::Name),
    ("description", ImportField::Description),
    ("regular price", ImportField::VariantPrice),
    ("categories", ImportField::Category),
    ("stock", ImportField::OnHand),
    ("low stock amount", ImportField::ReorderLevel),
    ("cost of goods", ImportField::UnitCost),
    ("parent", ImportField::ParentSku),
    ("attribute 1 name", ImportField::AttributeName1),
    ("attribute 1 value(s)", ImportField::AttributeValue1),
    ("attribute 2 name", ImportField::AttributeName2),
    ("attribute 2 value(s)", ImportField::AttributeValue2),
    ("attribute 3 name", ImportField::AttributeName3),
    ("attribute 3 value(s)", ImportField::AttributeValue3),
];
const SQUARE: Layout = &[
    ("token", ImportField::Handle),
    ("item name", ImportField::Name),
    ("description", ImportField::Description),
    ("reporting category", ImportField::Category),
    ("categories", ImportField::Category),
    ("category", ImportField::Category),
    ("sku", ImportField::Sku),
    ("gtin", ImportField::Barcode),
    ("price", ImportField::VariantPrice),
    ("default unit cost", ImportField::UnitCost),
    ("option name 1", ImportField::AttributeName1),
    ("option value 1", ImportField::AttributeValue1),
    ("variation name", ImportField::AttributeValue1),
    ("option name 2", ImportField::AttributeName2),
    ("option value 2", ImportField::AttributeValue2),
    ("option name 3", ImportField::AttributeName3),
    ("option value 3", ImportField::AttributeValue3),
    ("archived", ImportField::Archived),
];
/// What columns are called where no layout is known.
const USUAL: Layout = &[
    ("sku", ImportField::Sku),
    ("item number", ImportField::Sku),
    ("item no", ImportField::Sku),
    ("article number", ImportField::Sku),
    ("product code", ImportField::Sku),
    ("code", ImportField::Sku),
    ("barcode", ImportField::Barcode),
    ("ean", ImportField::Barcode),
    ("gtin", ImportField::Barcode),
    ("upc", ImportField::Barcode),
    ("name", ImportField::Name),
    ("product name", ImportField::Name),
    ("item name", ImportField::Name),
    ("title", ImportField::Name),
    ("product", ImportField::Name),
    ("item", ImportField::Name),
    ("description", ImportField::Description),
    ("category", ImportField::Category),
    ("price", ImportField::VariantPrice),
    ("unit price", ImportField::VariantPrice),
    ("retail price", ImportField::VariantPrice),
    ("selling price", ImportField::VariantPrice),
    ("base price", ImportField::BasePrice),
    ("unit", ImportField::Unit),
    ("reorder level", ImportField::ReorderLevel),
    ("minimum stock", ImportField::ReorderLevel),
    ("on hand", ImportField::OnHand),
    ("stock", ImportField::OnHand),
    ("quantity", ImportField::OnHand),
    ("qty", ImportField::OnHand),
    ("cost", ImportField::UnitCost),
    ("unit cost", ImportField::UnitCost),
    ("cost price", ImportField::UnitCost),
];

/// The columns by which a layout is known.
const MARKS: [(Preset, &[&str]); 5] = [
    (Preset::Stockroom, &["sku", "base price", "price adjustment"]),
    (Preset::Shopify, &["handle", "title", "variant sku"]),
    (Preset::Shopify, &["url handle", "title", "sku"]),
    (Preset::Woocommerce, &["type", "sku", "regular price"]),
    (Preset::Square, &["item name", "variation name", "sku"]),
];

fn layout(preset: Preset) -> Layout {
    match preset {
        Preset::Stockroom => STOCKROOM,
        Preset::Shopify => SHOPIFY,
        Preset::Woocommerce => WOOCOMMERCE,
        Preset::Square => SQUARE,
    }
}

/// Whose layout the columns are.
pub fn preset_of(columns: &[String]) -> Option<Preset> {
    let names: Vec<String> = columns.iter().map(|name| fold(name)).collect();
    let has = |mark: &&str| names.iter().any(|name| name == mark);
    MARKS.iter().find(|(_, marks)| marks.iter().all(has)).map(|(preset, _)| *preset)
}

/// The columns of a file by a layout, or by their names where none is known.
pub fn guess(sheet: &Sheet, preset: Option<Preset>) -> Mapping {
    let names: Vec<String> = sheet.columns.iter().map(|name| fold(name)).collect();
    let mut columns: Vec<MappedColumn> = Vec::new();
    let mut map = |index: usize, field: ImportField, once: bool| {
        let index = index as i64;
        if !columns.iter().any(|column| column.index == index || (once && column.field == field)) {
            columns.push(MappedColumn { index, field });
        }
    };
    for (name, field) in preset.map_or(USUAL, layout) {
        if let Some(index) = names.iter().position(|known| known == name) {
            // Square writes the columns of options for every file, and names variations there or in one column.
            let unused = preset == Some(Preset::Square)
                && name.starts_with("option")
                && sheet.samples.get(index).is_none_or(Vec::is_empty);
            if !unused {
                map(index, *field, true);
            }
        }
    }
    for (index, name) in names.iter().enumerate() {
        match preset {
            Some(Preset::Stockroom) if column_of_location(name, "on hand").is_some() => {
                map(index, ImportField::OnHand, false);
            }
            Some(Preset::Stockroom) if column_of_location(name, "stock stamp").is_some() => {
                map(index, ImportField::StockStamp, false);
            }
            // "Current Quantity Main Street", "Stock Alert Count Main Street": one a location; the first counts.
            Some(Preset::Square) if name.starts_with("current quantity") => map(index, ImportField::OnHand, true),
            Some(Preset::Square) if name.starts_with("stock alert count") => {
                map(index, ImportField::ReorderLevel, true);
            }
            Some(_) | None => {}
        }
    }
    columns.sort_by_key(|column| column.index);
    let stock = (preset == Some(Preset::Stockroom)).then_some(StockMode::Set);
    Mapping { preset, columns, decimal: DecimalMark::Auto, stock, location_id: None }
}

/// The location that a column of our own export names: "On hand" is the one that is meant, "On hand: Cellar" another.
pub fn column_of_location<'n>(name: &'n str, kind: &str) -> Option<Option<&'n str>> {
    let rest = name.strip_prefix(kind)?;
    match rest.strip_prefix(':') {
        Some(location) => Some(Some(location.trim())),
        None => rest.is_empty().then_some(None),
    }
}

/// A mapping that holds for a file.
#[derive(Debug, Clone)]
pub struct Mapped {
    pub preset: Option<Preset>,
    /// Of each field, its columns in order: only `OnHand` and `StockStamp` may have several.
    columns: Vec<(ImportField, usize)>,
    pub comma: bool,
    pub stock: StockMode,
    /// The columns of units on hand: with the place they are about, and the column of their stamp.
    pub on_hand: Vec<OnHandColumn>,
    /// Columns from this one on are not mapped.
    pub width: usize,
    pub names: usize,
}

#[derive(Debug, Clone, Copy)]
pub struct OnHandColumn {
    pub column: usize,
    pub stamp: Option<usize>,
    pub location_id: LocationId,
}

impl Mapped {
    pub fn column(&self, field: ImportField) -> Option<usize> {
        self.columns.iter().find(|(mapped, _)| *mapped == field).map(|(_, column)| *column)
    }

    pub fn has(&self, field: ImportField) -> bool {
        self.column(field).is_some()
    }

    pub fn fields(&self) -> impl Iterator<Item = (ImportField, usize)> {
        self.columns.iter().copied()
    }
}

/// Holds a mapping against the file and the store. Every problem at once.
pub fn parse(books: &Snapshot<'_>, sheet: &Sheet, mapping: &Mapping) -> Result<Mapped, Failure> {
    let mut fields = Fields::default();
    let mut columns: Vec<(ImportField, usize)> = Vec::new();
    for (at, mapped) in mapping.columns.iter().enumerate() {
        let field = format!("mapping.columns[{at}]");
        let Some(index) = usize::try_from(mapped.index).ok().filter(|index| *index < sheet.columns.len()) else {
            fields.add(&format!("{field}.index"), Problem::UnknownValue, None);
            continue;
        };
        let several = matches!(mapped.field, ImportField::OnHand | ImportField::StockStamp);
        if columns.iter().any(|(known, column)| *column == index || (!several && *known == mapped.field)) {
            fields.add(&format!("{field}.field"), Problem::Duplicate, None);
        }
        columns.push((mapped.field, index));
    }
    columns.sort_by_key(|(_, column)| *column);
    let has = |field| columns.iter().any(|(known, _)| *known == field);
    if !has(ImportField::Sku) {
        fields.add("mapping.columns.sku", Problem::Required, None);
    }
    // What a variant costs is said once: whole, or as the product's price and what is added to it.
    if has(ImportField::VariantPrice) && (has(ImportField::BasePrice) || has(ImportField::PriceAdjustment)) {
        fields.add("mapping.columns.variantPrice", Problem::NotAllowed, None);
    }
    let on_hand = on_hand_columns(books, sheet, mapping, &columns, &mut fields)?;
    if mapping.stock.is_none() && on_hand.iter().any(|column| column.stamp.is_none()) {
        fields.add("mapping.stock", Problem::Required, None);
    }
    fields.finish()?;
    let comma = match mapping.decimal {
        DecimalMark::Point => false,
        DecimalMark::Comma => true,
        DecimalMark::Auto => has_decimal_comma(sheet, &columns)?,
    };
    Ok(Mapped {
        preset: mapping.preset,
        comma,
        stock: mapping.stock.unwrap_or(StockMode::Set),
        on_hand,
        width: columns.last().map_or(0, |(_, column)| column + 1),
        names: sheet.columns.len(),
        columns,
    })
}

fn on_hand_columns(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapping: &Mapping,
    columns: &[(ImportField, usize)],
    fields: &mut Fields,
) -> Result<Vec<OnHandColumn>, Failure> {
    let known: Vec<(LocationId, String)> =
        books.rows("SELECT id, name_folded FROM location WHERE archived_at IS NULL", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let usual = mapping.location_id.unwrap_or(books.rules.selling_location_id);
    if !known.iter().any(|(id, _)| *id == usual) {
        fields.add("mapping.locationId", Problem::UnknownValue, None);
    }
    let mut found: Vec<OnHandColumn> = Vec::new();
    for (field, column) in columns {
        if *field != ImportField::OnHand {
            continue;
        }
        let name = fold(sheet.columns.get(*column).map_or("", String::as_str));
        let location_id = match column_of_location(&name, "on hand").flatten() {
            None => usual,
            Some(named) => match known.iter().find(|(_, name)| name == named) {
                Some((id, _)) => *id,
                None => {
                    fields.add(&format!("mapping.columns[{column}].location"), Problem::UnknownValue, None);
                    usual
                }
            },
        };
        if found.iter().any(|other| other.location_id == location_id) {
            fields.add(&format!("mapping.columns[{column}].field"), Problem::Duplicate, None);
        }
        // A stamp stands to the right of its figure.
        let next_on_hand = columns.iter().find(|(next, at)| *next == ImportField::OnHand && at > column);
        let stamp = columns
            .iter()
            .find(|(stamp, at)| *stamp == ImportField::StockStamp && at > column)
            .filter(|(_, at)| next_on_hand.is_none_or(|(_, next)| at < next))
            .map(|(_, at)| *at);
        found.push(OnHandColumn { column: *column, stamp, location_id });
    }
    Ok(found)
}

/// Do the amounts of the file have a decimal comma? Amounts that read either way tell nothing.
fn has_decimal_comma(sheet: &Sheet, columns: &[(ImportField, usize)]) -> Result<bool, Failure> {
    let amounts: Vec<usize> =
        columns.iter().filter(|(field, _)| is_amount(*field)).map(|(_, column)| *column).collect();
    if amounts.is_empty() {
        return Ok(false);
    }
    /// Amounts looked at, in rows.
    const LOOK: usize = 2_000;
    let (mut point, mut comma) = (0, 0);
    let mut record = super::file::Record::default();
    let mut records = sheet.records();
    for _ in 0..LOOK {
        if !records.next(&mut record)? {
            break;
        }
        for column in &amounts {
            let cell = record.cell(*column).unwrap_or_default();
            match (decimal_of(cell, false).is_some(), decimal_of(cell, true).is_some()) {
                (true, false) => point += 1,
                (false, true) => comma += 1,
                (true, true) | (false, false) => {}
            }
        }
    }
    Ok(comma > point)
}

pub fn is_amount(field: ImportField) -> bool {
    matches!(
        field,
        ImportField::BasePrice | ImportField::PriceAdjustment | ImportField::VariantPrice | ImportField::UnitCost
    )
}

/// The columns of a saved mapping, found by their names in another file.
pub fn fit(saved: &Mapping, names: &[String], sheet: &Sheet) -> Result<Mapping, Failure> {
    let mut mapping = saved.clone();
    mapping.columns.clear();
    let mut missing = Vec::new();
    for column in &saved.columns {
        let name = usize::try_from(column.index).ok().and_then(|index| names.get(index));
        let Some(name) = name else { continue };
        match sheet.columns.iter().position(|known| fold(known) == fold(name)) {
            Some(index) => mapping.columns.push(MappedColumn { index: index as i64, field: column.field }),
            None => missing.push(name.clone()),
        }
    }
    if mapping.columns.is_empty() {
        return Err(Refusal::field("mappingId", Problem::NotAllowed, None).into());
    }
    Ok(mapping)
}
