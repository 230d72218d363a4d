//! What the columns of a file of goods are about: by a vendor's published layout, by their names, or as a person says.

use crate::db::Snapshot;
use crate::imports::file::{Record, Sheet};
use crate::imports::mapping::{Layout, Mapped, MappedColumn, Mapping};
use crate::imports::number::decimal_of;
use crate::kernel::text::fold;
use crate::kernel::{DecimalMark, Failure, Fields, ImportField, ImportKind, LocationId, Preset, Problem, StockMode};
use std::ops::Deref;

/// What a column of goods may be about.
pub const FIELDS: &[ImportField] = &[
    ImportField::Sku,
    ImportField::Barcode,
    ImportField::Name,
    ImportField::Description,
    ImportField::Category,
    ImportField::BasePrice,
    ImportField::PriceAdjustment,
    ImportField::VariantPrice,
    ImportField::Unit,
    ImportField::ReorderLevel,
    ImportField::OnHand,
    ImportField::StockStamp,
    ImportField::UnitCost,
    ImportField::AttributeName1,
    ImportField::AttributeValue1,
    ImportField::AttributeName2,
    ImportField::AttributeValue2,
    ImportField::AttributeName3,
    ImportField::AttributeValue3,
    ImportField::MoreAttributes,
    ImportField::Handle,
    ImportField::ParentSku,
    ImportField::RowType,
    ImportField::Archived,
];
/// Our own export has a column of these for each location.
const SEVERAL: &[ImportField] = &[ImportField::OnHand, ImportField::StockStamp];

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
fn preset_of(columns: &[String]) -> Option<Preset> {
    let names: Vec<String> = columns.iter().map(|name| fold(name)).collect();
    let has = |mark: &&str| names.iter().any(|name| name == mark);
    MARKS.iter().find(|(_, marks)| marks.iter().all(has)).map(|(preset, _)| *preset)
}

/// The columns of a file by a layout, or by their names where none is known.
pub fn guess(sheet: &Sheet, asked: Option<Preset>) -> Mapping {
    let preset = asked.or_else(|| preset_of(&sheet.columns));
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
    Mapping { kind: Some(ImportKind::Products), preset, columns, decimal: DecimalMark::Auto, stock, location_id: None }
}

/// The location that a column of our own export names: "On hand" is the one that is meant, "On hand: Cellar" another.
fn column_of_location<'n>(name: &'n str, kind: &str) -> Option<Option<&'n str>> {
    let rest = name.strip_prefix(kind)?;
    match rest.strip_prefix(':') {
        Some(location) => Some(Some(location.trim())),
        None => rest.is_empty().then_some(None),
    }
}

/// A mapping of goods that holds for a file.
#[derive(Debug)]
pub struct Goods {
    columns: Mapped,
    pub preset: Option<Preset>,
    pub comma: bool,
    pub stock: StockMode,
    /// The columns of units on hand: with the place they are about, and the column of their stamp.
    pub on_hand: Vec<OnHandColumn>,
}

impl Deref for Goods {
    type Target = Mapped;
    fn deref(&self) -> &Mapped {
        &self.columns
    }
}

#[derive(Debug, Clone, Copy)]
pub struct OnHandColumn {
    pub column: usize,
    pub stamp: Option<usize>,
    pub location_id: LocationId,
}

/// Holds a mapping against the file and the store. Every problem at once.
pub fn parse(books: &Snapshot<'_>, sheet: &Sheet, mapping: &Mapping) -> Result<Goods, Failure> {
    let mut fields = Fields::default();
    let columns = Mapped::parse(sheet, mapping, FIELDS, SEVERAL, &mut fields);
    if !columns.has(ImportField::Sku) {
        fields.add("mapping.columns.sku", Problem::Required, None);
    }
    // What a variant costs is said once: whole, or as the product's price and what is added to it.
    if columns.has(ImportField::VariantPrice)
        && (columns.has(ImportField::BasePrice) || columns.has(ImportField::PriceAdjustment))
    {
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
    let stock = mapping.stock.unwrap_or(StockMode::Set);
    Ok(Goods { columns, preset: mapping.preset, comma, stock, on_hand })
}

fn on_hand_columns(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapping: &Mapping,
    columns: &Mapped,
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
    for (field, column) in columns.fields() {
        if field != ImportField::OnHand {
            continue;
        }
        let name = fold(sheet.columns.get(column).map_or("", String::as_str));
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
        let next = |wanted| columns.fields().find(|(field, at)| *field == wanted && *at > column).map(|(_, at)| at);
        let next_on_hand = next(ImportField::OnHand);
        let stamp = next(ImportField::StockStamp).filter(|at| next_on_hand.is_none_or(|next| *at < next));
        found.push(OnHandColumn { column, stamp, location_id });
    }
    Ok(found)
}

/// Do the amounts of the file have a decimal comma? Amounts that read either way tell nothing.
fn has_decimal_comma(sheet: &Sheet, columns: &Mapped) -> Result<bool, Failure> {
    let amounts: Vec<usize> =
        columns.fields().filter(|(field, _)| is_amount(*field)).map(|(_, column)| column).collect();
    if amounts.is_empty() {
        return Ok(false);
    }
    /// Amounts looked at, in rows.
    const LOOK: usize = 2_000;
    let (mut point, mut comma) = (0, 0);
    let mut record = Record::default();
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

fn is_amount(field: ImportField) -> bool {
    matches!(
        field,
        ImportField::BasePrice | ImportField::PriceAdjustment | ImportField::VariantPrice | ImportField::UnitCost
    )
}
