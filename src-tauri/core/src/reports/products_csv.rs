//! Products as CSV, a variant a row: everything about them, as our own import reads it. See docs/IMPORT.md.
//!
//! Units on hand stand with a stamp beside them: the ledger's last movement of the variant at the location. By it the
//! import tells a figure that a person changed from one that went out of date.

use super::guard::guarded;
use super::stock_csv::{Sheet, each_page, path_text};
use super::target::Written;
use crate::catalog::Attribute;
use crate::db::Snapshot;
use crate::kernel::Watch;
use crate::kernel::{Failure, LocationId, Minor, VariantId};
use crate::stock::{StockSort, StockSummary, StockSummaryGet, stock_summary};
use std::collections::HashMap;
use std::path::Path;

const HEADER: [&str; 19] = [
    "SKU",
    "Product",
    "Name",
    "Description",
    "Category",
    "Base price",
    "Price adjustment",
    "Unit",
    "Barcodes",
    "Reorder level",
    "Last cost",
    "Attribute 1",
    "Value 1",
    "Attribute 2",
    "Value 2",
    "Attribute 3",
    "Value 3",
    "More attributes",
    "Archived",
];
/// Attributes that have columns of their own.
const ATTRIBUTES: usize = 3;

/// What the list does not tell of a variant.
struct More {
    description: String,
    base_price: Minor,
    price_adjustment: Minor,
    barcodes: Vec<String>,
    attributes: Vec<Attribute>,
    archived: &'static str,
}

/// Units on hand and the ledger's last movement there, by variant and location.
type Shelves = HashMap<(VariantId, LocationId), (i64, i64)>;

/// Writes the file beside its place.
pub fn write_products(
    books: &Snapshot<'_>,
    filter: &StockSummaryGet,
    sort: StockSort,
    place: &Path,
    watch: &dyn Watch,
) -> Result<Written, Failure> {
    let StockSummary { variants, .. } = stock_summary(books, filter.clone())?;
    let locations: Vec<(LocationId, String)> =
        books.rows("SELECT id, name FROM location WHERE archived_at IS NULL ORDER BY row_no", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let several = locations.len() > 1;
    let shown: Vec<&(LocationId, String)> =
        locations.iter().filter(|(id, _)| filter.location_id.is_none_or(|only| only == *id)).collect();
    let mut sheet = Sheet::create(place)?;
    let mut header: Vec<String> = HEADER.iter().map(|name| (*name).to_owned()).collect();
    for (_, name) in &shown {
        let behind = if several { format!(": {name}") } else { String::new() };
        header.extend([format!("On hand{behind}"), format!("Stock stamp{behind}")]);
    }
    sheet.write(&header)?;
    let mut cells: Vec<String> = Vec::with_capacity(header.len());
    let rows = each_page(books, &filter.selection(), sort, variants, watch, |rows| {
        let ids: Vec<VariantId> = rows.iter().map(|row| row.variant_id).collect();
        let ids = serde_json::to_string(&ids)?.replace('-', "");
        let more = more(books, &ids)?;
        let shelves = shelves(books, &ids)?;
        for row in rows {
            let Some(more) = more.get(&row.variant_id) else {
                return Err(Failure::Bug(format!("variant {} is in the list and nowhere else", row.variant_id)));
            };
            let text = |text: &str| guarded(text).into_owned();
            cells.clear();
            cells.extend([
                text(&row.sku),
                row.product_id.to_string(),
                text(&row.name),
                text(&more.description),
                text(&path_text(&row.category_path)),
                books.money(more.base_price).to_string(),
                books.money(more.price_adjustment).to_string(),
                text(&row.unit),
                text(&more.barcodes.join("\n")),
                row.reorder_level.map(|level| level.to_string()).unwrap_or_default(),
                row.last_cost.map(|cost| cost.to_string()).unwrap_or_default(),
            ]);
            for number in 0..ATTRIBUTES {
                match more.attributes.get(number) {
                    Some(attribute) => cells.extend([text(&attribute.name), text(&attribute.value)]),
                    None => cells.extend([String::new(), String::new()]),
                }
            }
            let rest = more.attributes.iter().skip(ATTRIBUTES).map(|attribute| {
                format!("{}={}", attribute.name.replace('\\', r"\\").replace('=', r"\="), attribute.value)
            });
            cells.push(text(&rest.collect::<Vec<_>>().join("\n")));
            cells.push(more.archived.to_owned());
            for (location_id, _) in &shown {
                let (on_hand, stamp) = shelves.get(&(row.variant_id, *location_id)).copied().unwrap_or((0, 0));
                cells.extend([on_hand.to_string(), stamp.to_string()]);
            }
            sheet.write(&cells)?;
        }
        Ok(())
    })?;
    watch.progress(rows, variants.max(rows));
    sheet.finish(rows)
}

fn more(books: &Snapshot<'_>, ids: &str) -> Result<HashMap<VariantId, More>, Failure> {
    let rows = books.rows(
        "SELECT variant.id, product.description, product.base_price, variant.price_adjustment,
                (SELECT json_group_array(code ORDER BY row_no) FROM barcode WHERE variant_id = variant.id),
                variant.attributes, product.archived_at IS NOT NULL, variant.archived_at IS NOT NULL
         FROM json_each(?1) AS asked
         CROSS JOIN variant ON variant.id = unhex(asked.value)
         CROSS JOIN product ON product.id = variant.product_id",
        [ids],
        |row| {
            let (barcodes, attributes): (String, String) = (row.get(4)?, row.get(5)?);
            let archived = match (row.get(6)?, row.get(7)?) {
                (false, false) => "no",
                (true, false) => "product",
                (false, true) => "variant",
                (true, true) => "both",
            };
            let more = More {
                description: row.get(1)?,
                base_price: row.get(2)?,
                price_adjustment: row.get(3)?,
                barcodes: Vec::new(),
                attributes: Vec::new(),
                archived,
            };
            Ok((row.get(0)?, more, barcodes, attributes))
        },
    )?;
    rows.into_iter()
        .map(|(id, more, barcodes, attributes)| {
            let (barcodes, attributes) = (serde_json::from_str(&barcodes)?, serde_json::from_str(&attributes)?);
            Ok((id, More { barcodes, attributes, ..more }))
        })
        .collect()
}

fn shelves(books: &Snapshot<'_>, ids: &str) -> Result<Shelves, Failure> {
    let rows = books.rows(
        "SELECT stock_balance.variant_id, stock_balance.location_id, stock_balance.on_hand,
                (SELECT seq FROM stock_movement
                 WHERE variant_id = stock_balance.variant_id AND location_id = stock_balance.location_id
                 ORDER BY seq DESC LIMIT 1)
         FROM json_each(?1) AS asked
         CROSS JOIN stock_balance ON stock_balance.variant_id = unhex(asked.value)",
        [ids],
        |row| Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get::<_, Option<i64>>(3)?.unwrap_or(0)))),
    )?;
    Ok(rows.into_iter().collect())
}
