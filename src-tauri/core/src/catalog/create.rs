use super::store::{Product, check_sku_free, read, set_barcodes};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::{MAX_CODE, MAX_NAME, MAX_NOTE, fold};
use crate::kernel::{AuditAction, Failure, Fields, MAX_QUANTITY, Minor, Money, Problem, ProductId, VariantId};
use rusqlite::named_params;

/// The most barcodes of one variant.
const MAX_BARCODES: usize = 20;
/// The longest unit label, in characters.
const MAX_UNIT: usize = 20;

crate::strict_request! {
    pub struct ProductCreate {
        pub name: String,
        pub sku: String,
        pub price: Money,
        pub description: Option<String>,
        pub barcodes: Option<Vec<String>>,
        pub unit: Option<String>,
        pub reorder_level: Option<i64>,
    }
}

/// A product's own fields after reading them from a request.
#[derive(Debug)]
pub(super) struct Parsed {
    pub name: String,
    pub sku: String,
    pub price: Minor,
    pub description: String,
    pub barcodes: Vec<String>,
    pub unit: String,
    pub reorder_level: Option<i64>,
}

pub(super) fn parse(uow: &Uow<'_>, request: &ProductCreate) -> Result<Parsed, Failure> {
    let mut fields = Fields::default();
    let name = fields.required("name", &request.name, MAX_NAME);
    let sku = fields.required("sku", &request.sku, MAX_CODE);
    let price = uow.rules.currency.minor("price", request.price, &mut fields);
    let description = fields.text("description", request.description.as_deref().unwrap_or_default(), MAX_NOTE);
    let unit = fields.line("unit", request.unit.as_deref().unwrap_or_default(), MAX_UNIT);
    let mut barcodes: Vec<String> = Vec::new();
    for (index, code) in request.barcodes.iter().flatten().enumerate().take(MAX_BARCODES + 1) {
        let field = format!("barcodes[{index}]");
        let code = fields.required(&field, code, MAX_CODE);
        if barcodes.contains(&code) {
            fields.add(&field, Problem::Duplicate, None);
        }
        barcodes.push(code);
    }
    if request.barcodes.as_ref().is_some_and(|codes| codes.len() > MAX_BARCODES) {
        fields.add("barcodes", Problem::TooLarge, i64::try_from(MAX_BARCODES).ok());
    }
    let reorder_level = request.reorder_level.map(|level| fields.range("reorderLevel", level, 0, MAX_QUANTITY));
    fields.finish()?;
    Ok(Parsed { name, sku, price, description, barcodes, unit, reorder_level })
}

pub fn product_create(uow: &mut Uow<'_>, request: ProductCreate) -> Result<Product, Failure> {
    let id = insert(uow, &request)?;
    read(uow, id)
}

/// Adds the product and its one variant, and says so in the audit.
pub fn insert(uow: &mut Uow<'_>, request: &ProductCreate) -> Result<ProductId, Failure> {
    let parsed = parse(uow, request)?;
    check_sku_free(uow, &parsed.sku, None)?;

    let now = uow.now;
    let id = ProductId::new(now);
    let variant_id = VariantId::new(now);
    let seq = uow.next_seq("product")?;
    uow.change_one(
        "INSERT INTO product
           (row_no, seq, id, name, name_folded, description, base_price, unit, created_at, updated_at)
         VALUES
           (:seq, :seq, :id, :name, :name_folded, :description, :base_price, :unit, :now, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":name": parsed.name,
            ":name_folded": fold(&parsed.name),
            ":description": parsed.description,
            ":base_price": parsed.price,
            ":unit": parsed.unit,
            ":now": now,
        },
    )?;
    let variant_seq = uow.next_seq("variant")?;
    uow.change_one(
        "INSERT INTO variant (row_no, seq, id, product_id, sku, sku_folded, reorder_level, created_at, updated_at)
         VALUES (:seq, :seq, :id, :product_id, :sku, :sku_folded, :reorder_level, :now, :now)",
        named_params! {
            ":seq": variant_seq,
            ":id": variant_id,
            ":product_id": id,
            ":sku": parsed.sku,
            ":sku_folded": fold(&parsed.sku),
            ":reorder_level": parsed.reorder_level,
            ":now": now,
        },
    )?;
    set_barcodes(uow, variant_id, &parsed.barcodes)?;

    let product = read(uow, id)?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::ProductCreated,
            object_type: "product",
            object_id: id.to_string(),
            object_label: &product.sku,
            old: None,
            new: Some(serde_json::to_value(&product)?),
            reason: None,
        },
    )?;
    Ok(id)
}
