//! Products and variants as rows.

use crate::db::{Snapshot, Uow};
use crate::kernel::text::fold;
use crate::kernel::{Failure, Instant, Minor, Money, ProductId, Refusal, VariantId};
use rusqlite::{Row, named_params};

crate::response! {
    /// A product with its one variant.
    pub struct Product {
        pub id: ProductId,
        pub variant_id: VariantId,
        pub name: String,
        pub description: String,
        pub sku: String,
        pub barcodes: Vec<String>,
        pub price: Money,
        pub unit: String,
        /// Null: the store's default counts.
        pub reorder_level: Option<i64>,
        pub archived: bool,
        pub created_at: Instant,
        pub updated_at: Instant,
        pub row_version: i64,
    }
}

pub(super) const COLUMNS: &str = "product.id, variant.id, product.name, product.description, variant.sku,
  (SELECT group_concat(code, char(10) ORDER BY row_no) FROM barcode WHERE variant_id = variant.id),
  product.base_price + variant.price_adjustment, product.unit, variant.reorder_level,
  product.archived_at IS NOT NULL, product.created_at, product.updated_at, product.row_version, product.seq";

pub(super) fn product(books: &Snapshot<'_>, row: &Row<'_>) -> rusqlite::Result<Product> {
    let barcodes: Option<String> = row.get(5)?;
    Ok(Product {
        id: row.get(0)?,
        variant_id: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        sku: row.get(4)?,
        barcodes: barcodes.map(|codes| codes.lines().map(str::to_owned).collect()).unwrap_or_default(),
        price: books.money(row.get(6)?),
        unit: row.get(7)?,
        reorder_level: row.get(8)?,
        archived: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
        row_version: row.get(12)?,
    })
}

pub(super) fn read(books: &Snapshot<'_>, id: ProductId) -> Result<Product, Failure> {
    books
        .find(
            &format!(
                "SELECT {COLUMNS} FROM product JOIN variant ON variant.product_id = product.id WHERE product.id = ?1"
            ),
            [id],
            |row| product(books, row),
        )?
        .ok_or_else(|| Refusal::not_found("product", id).into())
}

/// What selling and stock keeping need to know of a variant.
#[derive(Debug, Clone)]
pub struct Sellable {
    pub variant_id: VariantId,
    pub sku: String,
    pub name: String,
    pub base_price: Minor,
    pub price_adjustment: Minor,
    pub archived: bool,
}

/// A variant that may be sold or stocked: it exists and is not archived.
pub fn sellable(books: &Snapshot<'_>, id: VariantId) -> Result<Sellable, Failure> {
    let found = books
        .find(
            "SELECT variant.id, variant.sku, product.name, product.base_price, variant.price_adjustment,
                    product.archived_at IS NOT NULL OR variant.archived_at IS NOT NULL
             FROM variant
             JOIN product ON product.id = variant.product_id
             WHERE variant.id = ?1",
            [id],
            |row| {
                Ok(Sellable {
                    variant_id: row.get(0)?,
                    sku: row.get(1)?,
                    name: row.get(2)?,
                    base_price: row.get(3)?,
                    price_adjustment: row.get(4)?,
                    archived: row.get(5)?,
                })
            },
        )?
        .ok_or_else(|| Failure::from(Refusal::not_found("product", id)))?;
    if found.archived {
        return Err(Refusal::ProductArchived { variant_id: id, sku: found.sku, name: found.name }.into());
    }
    Ok(found)
}

/// Refuses a SKU that another variant has, whatever its letter case.
pub(super) fn check_sku_free(uow: &Uow<'_>, sku: &str, own: Option<ProductId>) -> Result<(), Failure> {
    let taken = uow.find(
        "SELECT product.id, product.name
         FROM variant
         JOIN product ON product.id = variant.product_id
         WHERE variant.sku_folded = ?1",
        [fold(sku)],
        |row| Ok((row.get::<_, ProductId>(0)?, row.get(1)?)),
    )?;
    match taken {
        Some((product_id, name)) if Some(product_id) != own => {
            Err(Refusal::SkuTaken { sku: sku.to_owned(), product_id, name }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// Puts a variant's barcodes in place of those it had.
pub(super) fn set_barcodes(uow: &mut Uow<'_>, variant_id: VariantId, codes: &[String]) -> Result<(), Failure> {
    uow.change("DELETE FROM barcode WHERE variant_id = ?1", [variant_id])?;
    for code in codes {
        let taken = uow.find(
            "SELECT product.id, product.name
             FROM barcode
             JOIN variant ON variant.id = barcode.variant_id
             JOIN product ON product.id = variant.product_id
             WHERE barcode.code = ?1",
            [code],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if let Some((product_id, name)) = taken {
            return Err(Refusal::BarcodeTaken { barcode: code.clone(), product_id, name }.into());
        }
        uow.change_one(
            "INSERT INTO barcode (code, variant_id) VALUES (:code, :variant_id)",
            named_params! { ":code": code, ":variant_id": variant_id },
        )?;
    }
    Ok(())
}
