use super::store::{COLUMNS, Product, product, read};
use crate::db::Snapshot;
use crate::kernel::text::{MAX_SEARCH, contains_pattern, fold};
use crate::kernel::{Failure, Fields, Problem, ProductId, Refusal, page_limit};
use rusqlite::named_params;

crate::strict_request! {
    pub struct ProductGet {
        pub id: ProductId,
    }
}
crate::request! {
    pub struct ProductList {
        /// Part of the name, the SKU or a barcode.
        pub text: Option<String>,
        pub archived: Option<bool>,
        pub cursor: Option<String>,
        pub limit: Option<i64>,
    }
}
crate::response! {
    pub struct ProductPage {
        pub rows: Vec<Product>,
        pub next: Option<String>,
    }
}

pub fn product_get(books: &Snapshot<'_>, request: ProductGet) -> Result<Product, Failure> {
    read(books, request.id)
}

/// By name; the cursor is the last row's place among all products.
pub fn product_list(books: &Snapshot<'_>, request: ProductList) -> Result<ProductPage, Failure> {
    let mut fields = Fields::default();
    let text = fields.text("text", request.text.as_deref().unwrap_or_default(), MAX_SEARCH);
    fields.finish()?;
    let limit = page_limit(request.limit);
    let after = match request.cursor {
        None => (String::new(), 0),
        Some(cursor) => {
            let seq: i64 = cursor.parse().map_err(|_| Refusal::field("cursor", Problem::Malformed, None))?;
            books
                .find("SELECT name_folded, seq FROM product WHERE row_no = ?1", [seq], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?
                .ok_or_else(|| Refusal::field("cursor", Problem::UnknownValue, None))?
        }
    };
    let rows = books.rows(
        &format!(
            "SELECT {COLUMNS}
             FROM product
             JOIN variant ON variant.product_id = product.id
             WHERE (product.name_folded, product.seq) > (:after_name, :after_seq)
               AND (product.archived_at IS NOT NULL) = :archived
               AND (:text = '%%'
                    OR product.name_folded LIKE :text ESCAPE '\\'
                    OR variant.sku_folded LIKE :text ESCAPE '\\'
                    OR EXISTS (SELECT 1 FROM barcode WHERE variant_id = variant.id AND code LIKE :text ESCAPE '\\'))
             ORDER BY product.name_folded, product.seq
             LIMIT :limit"
        ),
        named_params! {
            ":after_name": after.0,
            ":after_seq": after.1,
            ":archived": request.archived.unwrap_or(false),
            ":text": contains_pattern(&fold(&text)),
            ":limit": limit,
        },
        |row| Ok((product(books, row)?, row.get::<_, i64>(13)?)),
    )?;
    let next = (rows.len() as i64 == limit).then(|| rows.last().map(|(_, seq)| seq.to_string())).flatten();
    Ok(ProductPage { rows: rows.into_iter().map(|(row, _)| row).collect(), next })
}
