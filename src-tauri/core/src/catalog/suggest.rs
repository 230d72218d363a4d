use crate::db::Snapshot;
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{Failure, Fields, LocationId, Money, ProductId, VariantId};
use rusqlite::named_params;

/// The most suggestions at once.
const MAX_SUGGESTIONS: i64 = 50;
const DEFAULT_SUGGESTIONS: i64 = 8;

crate::strict_request! {
    /// What a person types or scans while picking: a SKU, a barcode, or part of a name.
    pub struct ProductSuggest {
        pub text: String,
        pub limit: Option<i64>,
        /// Figures at this location; left out: over all.
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

/// Exact codes first, then SKUs and names that begin with the text, then those that contain it.
pub fn product_suggest(books: &Snapshot<'_>, request: ProductSuggest) -> Result<SuggestionList, Failure> {
    let mut fields = Fields::default();
    let text = fields.text("text", &request.text, MAX_SEARCH);
    fields.finish()?;
    let folded = fold(&text);
    let rows = books.rows(
        "SELECT variant.id, product.id, variant.sku, product.name, product.base_price + variant.price_adjustment,
                coalesce(balance.on_hand, 0), coalesce(balance.reserved, 0), coalesce(balance.available, 0),
                variant.sku_folded = :folded
                  OR EXISTS (SELECT 1 FROM barcode WHERE code = :text AND variant_id = variant.id) AS exact,
                variant.label
         FROM variant
         JOIN product ON product.id = variant.product_id
         LEFT JOIN stock_balance AS balance
           ON balance.variant_id = variant.id AND balance.location_id = :location_id
         WHERE product.archived_at IS NULL
           AND variant.archived_at IS NULL
           AND (variant.sku_folded LIKE :contains ESCAPE '\\'
                OR product.name_folded LIKE :contains ESCAPE '\\'
                OR EXISTS (SELECT 1 FROM barcode WHERE code = :text AND variant_id = variant.id))
         ORDER BY exact DESC,
                  substr(variant.sku_folded, 1, length(:folded)) = :folded DESC,
                  substr(product.name_folded, 1, length(:folded)) = :folded DESC,
                  product.name_folded,
                  variant.seq
         LIMIT :limit",
        named_params! {
            ":folded": folded,
            ":text": text,
            ":contains": contains_pattern(&folded),
            ":location_id": request.location_id.unwrap_or(books.rules.selling_location_id),
            ":limit": request.limit.unwrap_or(DEFAULT_SUGGESTIONS).clamp(1, MAX_SUGGESTIONS),
        },
        |row| {
            Ok(Suggestion {
                variant_id: row.get(0)?,
                product_id: row.get(1)?,
                sku: row.get(2)?,
                name: row.get(3)?,
                price: books.money(row.get(4)?),
                on_hand: row.get(5)?,
                reserved: row.get(6)?,
                available: row.get(7)?,
                exact: row.get(8)?,
                label: row.get(9)?,
            })
        },
    )?;
    Ok(SuggestionList { rows })
}
