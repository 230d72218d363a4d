//! The dry run of a file of goods: every row held against the store, and what would become of it.

mod barcodes;
mod fill;
mod find;
mod stock;
mod told;

use super::columns::Goods;
use super::read::{self, Kind, Row};
use super::state::ProductDraft;
use super::tree::{Branch, Tree};
use super::{Figures, NewCategory, Plan};
use crate::db::Snapshot;
use crate::imports::cells::{Fixes, at};
use crate::imports::file::Sheet;
use crate::imports::lines::{Judged, Line};
use crate::kernel::Watch;
use crate::kernel::{Failure, ImportField, Problem, ProductId, Series, VariantId};
use std::collections::{BTreeSet, HashMap};
use told::line_of;

/// The most units on hand.
const MAX_ON_HAND: i64 = 1_000_000_000;

pub fn check(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapped: Goods,
    fixes: &Fixes,
    watch: &dyn Watch,
) -> Result<Judged<Plan>, Failure> {
    let mut tree = Tree::read(books)?;
    let rows = read::rows(books, sheet, &mapped, fixes, &mut tree, watch)?;
    let mut draft = Draft {
        books,
        mapped: &mapped,
        tree,
        drafts: Vec::new(),
        by_product: HashMap::new(),
        by_variant: HashMap::new(),
        place: vec![None; rows.len()],
        rows,
        series: Series::default(),
    };
    draft.refuse_duplicates();
    draft.find_products(watch)?;
    draft.fill_products();
    draft.fill_variants()?;
    draft.settle_barcodes()?;
    let judged = draft.finish(watch)?;
    Ok(Judged { lines: judged.lines, beside: judged.beside, plan: Plan { on_hand: mapped.on_hand, ..judged.plan } })
}

/// Where a row's variant is: by product and variant.
type Place = (u32, u32);

/// A dry run while it is made.
struct Draft<'b> {
    books: &'b Snapshot<'b>,
    mapped: &'b Goods,
    tree: Tree,
    rows: Vec<Row>,
    drafts: Vec<Bundle>,
    by_product: HashMap<ProductId, u32>,
    by_variant: HashMap<VariantId, Place>,
    place: Vec<Option<Place>>,
    series: Series,
}

/// A product with the rows that speak of it.
struct Bundle {
    product: ProductDraft,
    rows: Vec<u32>,
    /// The row whose product fields count.
    leader: Option<u32>,
}

impl Draft<'_> {
    /// A SKU or barcode that is in the file twice is taken where it stands first.
    fn refuse_duplicates(&mut self) {
        let mut skus: HashMap<Box<str>, u32> = HashMap::with_capacity(self.rows.len());
        let mut codes: HashMap<Box<str>, u32> = HashMap::new();
        for row in &mut self.rows {
            if row.kind != Kind::Variant || row.folded.is_empty() {
                continue;
            }
            let first = *skus.entry(row.folded.clone()).or_insert(row.line);
            if first != row.line {
                row.refuse(ImportField::Sku, Problem::Duplicate, format!("is in line {first} too"));
                continue;
            }
            let mut taken = None;
            for code in row.barcodes.iter().flatten() {
                let first = *codes.entry(code.clone()).or_insert(row.line);
                if first != row.line {
                    taken = Some(format!("{code} is in line {first} too"));
                }
            }
            if let Some(message) = taken {
                row.refuse(ImportField::Barcode, Problem::Duplicate, message);
            }
        }
    }

    /// Refused rows that are mended and imported again need a row beside them that tells their product: the one that
    /// leads, and one whose SKU the store will know.
    fn beside(&self) -> Vec<u32> {
        let is_refused = |row: &u32| self.rows[*row as usize].is_refused();
        let mut beside = BTreeSet::new();
        for bundle in self.drafts.iter().filter(|bundle| bundle.rows.len() > 1 && bundle.rows.iter().any(is_refused)) {
            let known = bundle.product.variants.iter().filter_map(|variant| variant.row).find(|row| !is_refused(row));
            beside.extend(known);
            beside.extend(bundle.leader.filter(|row| !is_refused(row)));
        }
        beside.into_iter().collect()
    }

    fn finish(mut self, watch: &dyn Watch) -> Result<Judged<Plan>, Failure> {
        // A product that would have no variant is none: what describes it goes with its rows.
        for bundle in &self.drafts {
            if bundle.product.old.is_none() && bundle.product.variants.is_empty() {
                for row in &bundle.rows {
                    let row = &mut self.rows[*row as usize];
                    if row.kind == Kind::Parent && !row.is_refused() {
                        row.problems.why = Some("None of its variations can be added.".into());
                    }
                }
            }
        }
        let mut figures = Figures::default();
        (figures.units_now, figures.value_now) = self.books.one(
            "SELECT coalesce(sum(stock_balance.on_hand), 0),
                    coalesce(sum(stock_balance.on_hand * (product.base_price + variant.price_adjustment)), 0)
             FROM stock_balance
             CROSS JOIN variant ON variant.id = stock_balance.variant_id
             CROSS JOIN product ON product.id = variant.product_id
             WHERE stock_balance.on_hand > 0",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        (figures.units_after, figures.value_after) = (figures.units_now, figures.value_now);
        let mut bundle_of: Vec<Option<u32>> = vec![None; self.rows.len()];
        for (number, bundle) in self.drafts.iter().enumerate() {
            for row in &bundle.rows {
                bundle_of[*row as usize] = Some(at(number));
            }
            let product = &bundle.product;
            for variant in &product.variants {
                let before = match (&product.old, &variant.old) {
                    (Some(product), Some(variant)) => product.base_price + variant.price_adjustment,
                    (None, _) | (_, None) => 0,
                };
                let after = product.new.base_price + variant.new.price_adjustment;
                figures.units_after += variant.on_hand_after() - variant.on_hand();
                figures.value_after += variant.on_hand_after() * after - variant.on_hand() * before;
            }
        }
        let beside = self.beside();
        let lines: Vec<Line> = (self.rows.iter().enumerate())
            .map(|(number, row)| {
                let bundle = bundle_of[number].map(|bundle| &self.drafts[bundle as usize].product);
                line_of(self.books, &self.tree, row, at(number), bundle, self.mapped)
            })
            .collect();
        let products: Vec<ProductDraft> = self
            .drafts
            .into_iter()
            .map(|bundle| bundle.product)
            .filter(|product| product.is_changed() && !product.variants.is_empty())
            .collect();
        let categories = new_categories(&self.tree, &products);
        watch.progress(2 * lines.len() as i64, 2 * lines.len() as i64);
        Ok(Judged { lines, beside, plan: Plan { on_hand: Vec::new(), categories, products, figures } })
    }
}

/// The categories that products which go in need, parents first.
fn new_categories(tree: &Tree, products: &[ProductDraft]) -> Vec<NewCategory> {
    let mut needed: BTreeSet<u32> = BTreeSet::new();
    for product in products {
        let mut next = product.new.category_id.and_then(|id| tree.find(id));
        while let Some(branch) = next {
            let Branch { parent, is_new, .. } = tree.branches[branch as usize];
            if !is_new || !needed.insert(branch) {
                break;
            }
            next = parent;
        }
    }
    needed
        .into_iter()
        .map(|number| {
            let branch = &tree.branches[number as usize];
            NewCategory {
                id: branch.id,
                parent_id: branch.parent.and_then(|parent| tree.id(parent)),
                name: branch.name.clone(),
                path: tree.path(number),
            }
        })
        .collect()
}
