use super::search::{Search, after_all_beginning_with};
use crate::db::{Conditions, Snapshot};
use crate::kernel::text::{MAX_SEARCH, fold};
use crate::kernel::{Failure, Fields, LocationId, Money, ProductId, VariantId};
use rusqlite::named_params;

/// The most suggestions at once.
const MAX_SUGGESTIONS: i64 = 50;
const DEFAULT_SUGGESTIONS: i64 = 8;
/// So many hits are fetched and sorted by name; among more the first ones are soon met along the names.
const FEW: usize = 500;

crate::strict_request! {
    /// What a person types or scans while picking: a SKU, a barcode, or words.
    pub struct ProductSuggest {
        pub text: String,
        pub limit: Option<i64>,
        /// Figures at this location; left out: where the store sells.
        pub location_id: Option<LocationId>,
    }
}
crate::response! {
    pub struct Suggestion {
        pub variant_id: VariantId,
        pub product_id: ProductId,
        pub sku: String,
        pub name: String,
        /// The variant's label, empty where the product has one variant.
        pub label: String,
        pub price: Money,
        pub on_hand: i64,
        pub reserved: i64,
        pub available: i64,
        /// The text is exactly this SKU or barcode.
        pub exact: bool,
    }
    pub struct SuggestionList {
        pub rows: Vec<Suggestion>,
    }
}

/// Whole codes first, then SKUs, names and barcodes that begin with the text, then what has its words anywhere. Each
/// of these by the code or name itself.
pub fn product_suggest(books: &Snapshot<'_>, request: ProductSuggest) -> Result<SuggestionList, Failure> {
    let mut fields = Fields::default();
    let text = fields.text("text", &request.text, MAX_SEARCH);
    fields.finish()?;
    let limit = request.limit.unwrap_or(DEFAULT_SUGGESTIONS).clamp(1, MAX_SUGGESTIONS);
    let mut picked = beginning(books, &text, limit)?;
    if (picked.len() as i64) < limit {
        picked.extend(anywhere(books, &text, &picked, limit - picked.len() as i64)?);
    }
    let location_id = request.location_id.unwrap_or(books.rules.selling_location_id);
    Ok(SuggestionList { rows: rows(books, &text, &picked, location_id)? })
}

/// The `row_no` of variants whose code or name is the text or begins with it, the best first.
fn beginning(books: &Snapshot<'_>, text: &str, limit: i64) -> Result<Vec<i64>, Failure> {
    let folded = fold(text);
    let found: Vec<i64> = books.rows(
        "SELECT variant.row_no
         FROM barcode JOIN variant ON variant.id = barcode.variant_id
         WHERE barcode.code = :text AND barcode.active = 1
         UNION ALL
         SELECT * FROM (
           SELECT variant.row_no
           FROM variant INDEXED BY variant_by_sku
           WHERE active = 1 AND sku_folded >= :folded AND sku_folded < :after_folded
           ORDER BY sku_folded, seq
           LIMIT :limit)
         UNION ALL
         SELECT * FROM (
           SELECT variant.row_no
           FROM variant INDEXED BY variant_by_name
           WHERE active = 1 AND name_folded >= :folded AND name_folded < :after_folded
           ORDER BY name_folded, seq
           LIMIT :limit)
         UNION ALL
         SELECT * FROM (
           SELECT variant.row_no
           FROM barcode INDEXED BY barcode_active
           CROSS JOIN variant ON variant.id = barcode.variant_id
           WHERE barcode.active = 1 AND barcode.code >= :text AND barcode.code < :after_text
           ORDER BY barcode.code
           LIMIT :limit)",
        named_params! {
            ":text": text,
            ":after_text": after_all_beginning_with(text),
            ":folded": folded,
            ":after_folded": after_all_beginning_with(&folded),
            ":limit": limit,
        },
        |row| row.get(0),
    )?;
    let mut picked = Vec::new();
    for row_no in found {
        if !picked.contains(&row_no) && (picked.len() as i64) < limit {
            picked.push(row_no);
        }
    }
    Ok(picked)
}

/// More variants by name that have the words, beside those that are picked already.
fn anywhere(books: &Snapshot<'_>, text: &str, picked: &[i64], limit: i64) -> Result<Vec<i64>, Failure> {
    let search = Search::plan(books, text, None, FEW)?;
    let mut conditions = Conditions::default();
    conditions.and("variant.active = 1");
    conditions.and_with(
        "variant.row_no NOT IN (SELECT value FROM json_each(:picked))",
        ":picked",
        serde_json::to_string(picked)?,
    );
    let variants = search.variants(Some("variant_by_name"), &mut conditions)?;
    books.rows(
        &format!(
            "SELECT variant.row_no
             FROM {variants}
             WHERE {}
             ORDER BY variant.name_folded, variant.seq
             LIMIT {limit}",
            conditions.sql()
        ),
        conditions.values().as_slice(),
        |row| row.get(0),
    )
}

fn rows(books: &Snapshot<'_>, text: &str, picked: &[i64], location_id: LocationId) -> Result<Vec<Suggestion>, Failure> {
    let mut rows = books.rows(
        "SELECT variant.id, product.id, variant.sku, product.name, variant.label, variant.price,
                coalesce(balance.on_hand, 0), coalesce(balance.reserved, 0), coalesce(balance.available, 0),
                variant.sku_folded = :folded
                  OR EXISTS (SELECT 1 FROM barcode WHERE code = :text AND variant_id = variant.id),
                wanted.key
         FROM json_each(:picked) AS wanted
         CROSS JOIN variant ON variant.row_no = wanted.value
         CROSS JOIN product ON product.id = variant.product_id
         LEFT JOIN stock_balance AS balance
           ON balance.variant_id = variant.id AND balance.location_id = :location_id",
        named_params! {
            ":picked": serde_json::to_string(picked)?,
            ":folded": fold(text),
            ":text": text,
            ":location_id": location_id,
        },
        |row| {
            let suggestion = Suggestion {
                variant_id: row.get(0)?,
                product_id: row.get(1)?,
                sku: row.get(2)?,
                name: row.get(3)?,
                label: row.get(4)?,
                price: books.money(row.get(5)?),
                on_hand: row.get(6)?,
                reserved: row.get(7)?,
                available: row.get(8)?,
                exact: row.get(9)?,
            };
            Ok((row.get::<_, i64>(10)?, suggestion))
        },
    )?;
    rows.sort_by_key(|(place, _)| *place);
    Ok(rows.into_iter().map(|(_, suggestion)| suggestion).collect())
}
