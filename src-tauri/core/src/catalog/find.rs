use super::store::{Product, read};
use crate::db::Snapshot;
use crate::kernel::text::{MAX_CODE, fold};
use crate::kernel::{Failure, Fields, Problem, ProductId, Refusal, VariantId};
use rusqlite::named_params;

crate::request! {
    /// One of the two.
    pub struct ProductGet {
        pub id: Option<ProductId>,
        pub variant_id: Option<VariantId>,
    }
}
crate::strict_request! {
    pub struct ProductFind {
        /// A whole barcode or SKU, as a scanner gives it.
        pub code: String,
    }
}
crate::response! {
    pub struct ProductMatch {
        pub variant_id: VariantId,
        pub product_id: ProductId,
        pub sku: String,
        pub name: String,
        pub label: String,
        pub archived: bool,
    }
    pub struct ProductFound {
        #[serde(rename = "match")]
        pub found: Option<ProductMatch>,
    }
}

pub fn product_get(books: &Snapshot<'_>, request: ProductGet) -> Result<Product, Failure> {
    let id = match (request.id, request.variant_id) {
        (Some(id), None) => id,
        (None, Some(variant_id)) => books
            .find("SELECT product_id FROM variant WHERE id = ?1", [variant_id], |row| row.get(0))?
            .ok_or_else(|| Failure::from(Refusal::not_found("product", variant_id)))?,
        (Some(_), Some(_)) => return Err(Refusal::field("variantId", Problem::NotAllowed, None).into()),
        (None, None) => return Err(Refusal::field("id", Problem::Required, None).into()),
    };
    read(books, id)
}

/// The variant that a code names: what is sold before what is archived, a barcode before a SKU.
pub fn product_find(books: &Snapshot<'_>, request: ProductFind) -> Result<ProductFound, Failure> {
    let mut fields = Fields::default();
    let code = fields.required("code", &request.code, MAX_CODE);
    fields.finish()?;
    let found = books.find(
        "SELECT variant.id, product.id, variant.sku, product.name, variant.label, NOT variant.active
         FROM (SELECT variant_id AS id, 0 AS kind FROM barcode WHERE code = :code
               UNION ALL
               SELECT id, 1 FROM variant WHERE sku_folded = :sku) AS named
         JOIN variant ON variant.id = named.id
         JOIN product ON product.id = variant.product_id
         ORDER BY variant.active DESC, named.kind, variant.seq
         LIMIT 1",
        named_params! { ":code": code, ":sku": fold(&code) },
        |row| {
            Ok(ProductMatch {
                variant_id: row.get(0)?,
                product_id: row.get(1)?,
                sku: row.get(2)?,
                name: row.get(3)?,
                label: row.get(4)?,
                archived: row.get(5)?,
            })
        },
    )?;
    Ok(ProductFound { found })
}
