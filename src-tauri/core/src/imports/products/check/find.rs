//! Which product of the store each row is about, or which rows make a new one.

use super::{Bundle, Draft};
use crate::db::Snapshot;
use crate::imports::cells::{at, look};
use crate::imports::products::read::{Kind, Row};
use crate::imports::products::state::{ProductDraft, ProductState, VariantDraft, VariantState, by_sku, load};
use crate::kernel::Watch;
use crate::kernel::text::fold;
use crate::kernel::{Failure, ImportField, Preset, ProductId, Series, VariantId};
use std::collections::{BTreeSet, HashMap};

impl Draft<'_> {
    /// The rows that speak of one product have the same key.
    fn keys(&self) -> Vec<Option<Box<str>>> {
        let preset = self.mapped.preset;
        let mut tokens: HashMap<&str, u32> = HashMap::new();
        if preset == Some(Preset::Square) {
            for handle in self.rows.iter().filter_map(|row| row.handle.as_deref()) {
                *tokens.entry(handle).or_default() += 1;
            }
        }
        // Of WooCommerce's products with variations: under which id each SKU stands.
        let ids: HashMap<&str, &str> = self
            .rows
            .iter()
            .filter(|row| row.kind == Kind::Parent && !row.folded.is_empty())
            .filter_map(|row| Some((&*row.folded, row.handle.as_deref()?)))
            .collect();
        let key = |row: &Row| -> Option<Box<str>> {
            match (preset, row.kind, row.parent.as_deref(), row.handle.as_deref()) {
                (_, Kind::Nothing, _, _) => None,
                (_, _, Some(parent), _) => Some(match parent.strip_prefix("id:") {
                    Some(id) => format!("id:{}", id.trim()).into(),
                    None => match ids.get(&*fold(parent)) {
                        Some(id) => format!("id:{id}").into(),
                        None => format!("sku:{}", fold(parent)).into(),
                    },
                }),
                (_, Kind::Parent, None, Some(handle)) => Some(format!("id:{handle}").into()),
                (_, Kind::Parent, None, None) => Some(format!("sku:{}", row.folded).into()),
                (Some(Preset::Woocommerce), Kind::Variant, None, _) => None,
                (Some(Preset::Square), Kind::Variant, None, Some(token)) if tokens.get(token) > Some(&1) => {
                    Some(format!("token:{token}").into())
                }
                (Some(Preset::Square), Kind::Variant, None, _) => {
                    row.name.as_deref().map(|name| format!("name:{}", fold(name)).into())
                }
                (_, Kind::Variant, None, Some(handle)) => Some(format!("handle:{}", fold(handle)).into()),
                (_, Kind::Variant, None, None) => None,
            }
        };
        self.rows.iter().map(key).collect()
    }

    /// Finds each row's product in the store, or makes one for the rows that belong together.
    pub(super) fn find_products(&mut self, watch: &dyn Watch) -> Result<(), Failure> {
        let keys = self.keys();
        let mut known: Vec<Option<(VariantId, u32)>> = Vec::with_capacity(self.rows.len());
        let mut of_key: HashMap<&str, BTreeSet<u32>> = HashMap::new();
        let total = self.rows.len();
        for (number, key) in keys.iter().enumerate() {
            look(watch, total + number, 2 * total)?;
            let row = &self.rows[number];
            let duplicate = row.problems.cells.iter().any(|problem| problem.field == ImportField::Sku);
            if row.kind != Kind::Variant || row.folded.is_empty() || duplicate || row.problems.why.is_some() {
                known.push(None);
                continue;
            }
            let found = match by_sku(self.books, &self.rows[number].folded)? {
                Some((variant_id, product_id)) => self.product(product_id)?.map(|product| (variant_id, product)),
                None => None,
            };
            if let (Some((_, product)), Some(key)) = (found, key) {
                of_key.entry(key).or_default().insert(product);
            }
            known.push(found);
        }
        let mut new_of_key: HashMap<&str, u32> = HashMap::new();
        for (number, key) in keys.iter().enumerate() {
            let row = &self.rows[number];
            if row.kind == Kind::Nothing || row.problems.why.is_some() {
                continue;
            }
            let is_parent = row.kind == Kind::Parent;
            let named = (self.mapped.preset == Some(Preset::Stockroom))
                .then_some(row.handle.as_deref())
                .flatten()
                .and_then(ProductId::parse);
            let several = key.as_deref().and_then(|key| of_key.get(key));
            let bundle = match (known[number], several) {
                (Some((variant_id, product)), _) => {
                    self.place[number] = self.by_variant.get(&variant_id).copied();
                    product
                }
                (None, Some(products)) if products.len() == 1 => products.first().copied().unwrap_or(0),
                (None, Some(_)) if is_parent => continue,
                (None, Some(_)) => {
                    self.rows[number].problems.why =
                        Some("The variants that it belongs to are of several products in the store.".into());
                    continue;
                }
                (None, None) => match self.own_product(named)? {
                    Some(product) => product,
                    None => {
                        let next = at(self.drafts.len());
                        let new = key.as_deref().map_or(next, |key| *new_of_key.entry(key).or_insert(next));
                        if new == next {
                            self.drafts.push(Bundle {
                                product: blank(self.books, &self.series),
                                rows: Vec::new(),
                                leader: None,
                            });
                        }
                        new
                    }
                },
            };
            self.drafts[bundle as usize].rows.push(at(number));
            if is_parent || self.place[number].is_some() {
                continue;
            }
            let product = &mut self.drafts[bundle as usize].product;
            self.place[number] = Some((bundle, at(product.variants.len())));
            // Most products have one: room for four of each would be most of what a large file takes.
            if product.variants.is_empty() {
                product.variants.reserve_exact(1);
            }
            product.variants.push(VariantDraft {
                id: VariantId::next(&self.series, self.books.now),
                old: None,
                new: VariantState {
                    sku: self.rows[number].sku.clone(),
                    barcodes: Vec::new(),
                    attributes: Vec::new(),
                    price_adjustment: 0,
                    reorder_level: None,
                    last_cost: None,
                    archived: false,
                },
                balances: Vec::new(),
                steps: Vec::new(),
                row: None,
            });
        }
        for (number, place) in self.place.iter().enumerate() {
            if let Some((bundle, variant)) = place {
                self.drafts[*bundle as usize].product.variants[*variant as usize].row = Some(at(number));
            }
        }
        Ok(())
    }

    /// The product that our own export names: its variants in the file may all be new.
    fn own_product(&mut self, named: Option<ProductId>) -> Result<Option<u32>, Failure> {
        named.map_or(Ok(None), |id| self.product(id))
    }

    fn product(&mut self, id: ProductId) -> Result<Option<u32>, Failure> {
        if let Some(known) = self.by_product.get(&id) {
            return Ok(Some(*known));
        }
        let Some(product) = load(self.books, id)? else { return Ok(None) };
        let number = at(self.drafts.len());
        for (variant, draft) in product.variants.iter().enumerate() {
            self.by_variant.insert(draft.id, (number, at(variant)));
        }
        self.by_product.insert(id, number);
        self.drafts.push(Bundle { product, rows: Vec::new(), leader: None });
        Ok(Some(number))
    }
}

fn blank(books: &Snapshot<'_>, series: &Series) -> ProductDraft {
    ProductDraft {
        id: ProductId::next(series, books.now),
        row_version: None,
        old: None,
        new: ProductState {
            name: "".into(),
            description: "".into(),
            category_id: None,
            base_price: 0,
            unit: "".into(),
            archived: false,
        },
        variants: Vec::new(),
    }
}
