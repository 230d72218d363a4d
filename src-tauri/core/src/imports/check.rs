//! The dry run: every row held against the store, and what would become of it.

use super::file::Sheet;
use super::mapping::{Mapped, Mapping};
use super::read::{self, Archived, CellProblem, Fixes, Kind, ROWS_BETWEEN_LOOKS, Row};
use super::state::{ProductDraft, ProductState, Step, VariantDraft, VariantState, by_sku, load};
use super::tree::{Branch, Tree};
use crate::catalog::Attribute;
use crate::db::Snapshot;
use crate::kernel::money::MAX_MINOR;
use crate::kernel::text::fold;
use crate::kernel::{
    CategoryId, Failure, ImportField, Minor, Money, Preset, Problem, ProductId, Refusal, RowResult, Series, StockMode,
    VariantId,
};
use crate::reports::Watch;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The most variants of one product.
const MAX_VARIANTS: usize = 500;
/// The most units on hand.
const MAX_ON_HAND: i64 = 1_000_000_000;

crate::response! {
    /// What an import would do. Nothing is changed by it.
    pub struct ImportCheck {
        pub import_id: String,
        pub added: i64,
        pub changed: i64,
        pub unchanged: i64,
        pub refused: i64,
        /// Rows whose archived variant comes back; they count as changed too.
        pub restored: i64,
        /// Cells that cannot be taken.
        pub cells: i64,
        /// Units on hand in the whole store, and what they are worth at their prices.
        pub units_now: i64,
        pub units_after: i64,
        pub value_now: Money,
        pub value_after: Money,
        /// The paths of the categories that would be added.
        pub new_categories: Vec<Vec<String>>,
    }
}

/// What a cell was before, or what is wrong with it.
#[derive(Debug)]
pub struct Noted {
    pub field: ImportField,
    pub before: Option<Box<str>>,
    pub problem: Option<(Problem, Box<str>)>,
}

/// What becomes of one row.
#[derive(Debug)]
pub struct Line {
    pub result: RowResult,
    pub restored: bool,
    pub sku: Box<str>,
    pub name: Box<str>,
    pub noted: Box<[Noted]>,
    pub why: Option<Box<str>>,
}

/// A dry run's outcome: what is shown, and what would be applied.
#[derive(Debug)]
pub struct Checked {
    pub mapping: Mapping,
    pub mapped: Mapped,
    pub fixes: Fixes,
    pub lines: Vec<Line>,
    /// Rows that go in and say to which product refused ones belong, by their place.
    pub beside: Vec<u32>,
    /// In order, parents before their children.
    pub categories: Vec<NewCategory>,
    /// Only products that change.
    pub products: Vec<ProductDraft>,
    pub told: Told,
}

#[derive(Debug)]
pub struct NewCategory {
    pub id: CategoryId,
    pub parent_id: Option<CategoryId>,
    pub name: String,
    pub path: Vec<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Told {
    pub added: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub refused: i64,
    pub restored: i64,
    pub cells: i64,
    pub units_now: i64,
    pub units_after: i64,
    pub value_now: i64,
    pub value_after: i64,
}

impl Checked {
    pub fn answer(&self, books: &Snapshot<'_>, import_id: &str) -> ImportCheck {
        let told = &self.told;
        ImportCheck {
            import_id: import_id.to_owned(),
            added: told.added,
            changed: told.changed,
            unchanged: told.unchanged,
            refused: told.refused,
            restored: told.restored,
            cells: told.cells,
            units_now: told.units_now,
            units_after: told.units_after,
            value_now: books.money(Minor(told.value_now)),
            value_after: books.money(Minor(told.value_after)),
            new_categories: self.categories.iter().map(|category| category.path.clone()).collect(),
        }
    }
}

pub fn check(
    books: &Snapshot<'_>,
    sheet: &Sheet,
    mapping: Mapping,
    mapped: Mapped,
    fixes: Fixes,
    watch: &dyn Watch,
) -> Result<Checked, Failure> {
    let mut tree = Tree::read(books)?;
    let rows = read::rows(books, sheet, &mapped, &fixes, &mut tree, watch)?;
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
    draft.finish(mapping, fixes, watch)
}

/// Where a row's variant is: by product and variant.
type Place = (u32, u32);

/// A dry run while it is made.
struct Draft<'b> {
    books: &'b Snapshot<'b>,
    mapped: &'b Mapped,
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

fn at(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
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
    fn find_products(&mut self, watch: &dyn Watch) -> Result<(), Failure> {
        let keys = self.keys();
        let mut known: Vec<Option<(VariantId, u32)>> = Vec::with_capacity(self.rows.len());
        let mut of_key: HashMap<&str, BTreeSet<u32>> = HashMap::new();
        let total = self.rows.len();
        for (number, key) in keys.iter().enumerate() {
            if number % ROWS_BETWEEN_LOOKS == 0 {
                watch.progress((total + number) as i64, 2 * total as i64);
                if watch.is_cancelled() {
                    return Err(Refusal::Cancelled { what: "The check of the file".to_owned() }.into());
                }
            }
            let row = &self.rows[number];
            let duplicate = row.problems.iter().any(|problem| problem.field == ImportField::Sku);
            if row.kind != Kind::Variant || row.folded.is_empty() || duplicate || row.why.is_some() {
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
            if row.kind == Kind::Nothing || row.why.is_some() {
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
                    self.rows[number].why =
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

    /// Takes the product's own fields from the row that leads, and refuses rows that say otherwise.
    fn fill_products(&mut self) {
        for bundle in &mut self.drafts {
            let Bundle { product, rows, leader } = bundle;
            let is_new = product.old.is_none();
            let candidate = |row: &Row| !row.has_product_problem() && (!is_new || row.name.is_some());
            let parent = rows.iter().find(|row| self.rows[**row as usize].kind == Kind::Parent);
            *leader = match parent {
                Some(parent) => Some(*parent).filter(|parent| candidate(&self.rows[*parent as usize])),
                None => {
                    let able = || rows.iter().copied().filter(|row| candidate(&self.rows[*row as usize]));
                    able().find(|row| self.rows[*row as usize].name.is_some()).or_else(|| able().next())
                }
            };
            let Some(lead) = *leader else {
                let first = rows.first().map(|row| self.rows[*row as usize].line);
                for row in rows.iter() {
                    let row = &mut self.rows[*row as usize];
                    if row.has_product_problem() || (!is_new && row.kind == Kind::Variant) {
                        continue;
                    }
                    if row.parent.is_some() && parent.is_none() {
                        row.why = Some("Its product is neither in the file nor in the store.".into());
                    } else if Some(row.line) == first && row.name.is_none() {
                        row.refuse(ImportField::Name, Problem::Required, "is required for a new product");
                    } else if let Some(first) = first.filter(|first| *first != row.line) {
                        row.why = Some(format!("Its product, which line {first} describes, cannot be added.").into());
                    }
                }
                continue;
            };
            let leading = &self.rows[lead as usize];
            if let Some(name) = &leading.name {
                product.new.name = name.clone();
            }
            if let Some(description) = &leading.description {
                product.new.description = description.clone();
            }
            if let Some(category) = leading.category {
                product.new.category_id = category.and_then(|branch| self.tree.id(branch));
            }
            if let Some(price) = leading.base_price {
                product.new.base_price = price;
            }
            if let Some(unit) = &leading.unit {
                product.new.unit = unit.clone();
            }
            let line = leading.line;
            let said = (
                leading.name.clone(),
                leading.description.clone().filter(|text| !text.is_empty()),
                leading.category,
                leading.base_price,
                leading.unit.clone(),
            );
            for row in rows.iter().filter(|row| **row != lead) {
                let row = &mut self.rows[*row as usize];
                let other = |known: bool, same: bool| known && !same;
                let differs = [
                    (ImportField::Name, other(row.name.is_some(), row.name == said.0 || said.0.is_none())),
                    (
                        ImportField::Description,
                        other(row.description.as_ref().is_some_and(|text| !text.is_empty()), row.description == said.1),
                    ),
                    (ImportField::Category, other(row.category.flatten().is_some(), row.category == said.2)),
                    (ImportField::BasePrice, other(row.base_price.is_some(), row.base_price == said.3)),
                    (
                        ImportField::Unit,
                        other(row.unit.as_ref().is_some_and(|unit| !unit.is_empty()), row.unit == said.4),
                    ),
                ];
                for (field, _) in differs.into_iter().filter(|(_, differs)| *differs) {
                    row.refuse(
                        field,
                        Problem::NotAllowed,
                        format!("is another one in line {line}, of the same product"),
                    );
                }
            }
        }
    }

    fn fill_variants(&mut self) -> Result<(), Failure> {
        for number in 0..self.drafts.len() {
            self.fill_bundle(number)?;
        }
        Ok(())
    }

    fn fill_bundle(&mut self, number: usize) -> Result<(), Failure> {
        let Bundle { product, rows, leader } = &mut self.drafts[number];
        if rows.is_empty() {
            return Ok(());
        }
        let names: Vec<String> = leader
            .and_then(|lead| self.rows[lead as usize].attributes.as_ref())
            .map(|attributes| attributes.iter().map(|attribute| attribute.name.clone()).collect())
            .unwrap_or_default();
        // A new product's price is that of its first variant; of a product with one variant it is the product's own.
        let prices: Vec<i64> = rows
            .iter()
            .map(|row| &self.rows[*row as usize])
            .filter(|row| !row.is_refused())
            .filter_map(|row| row.variant_price)
            .collect();
        let only = product.variants.len() == 1;
        if let Some(price) = prices.first().filter(|_| product.old.is_none() || only) {
            let adjustment = product.variants.first().map_or(0, |variant| variant.new.price_adjustment);
            product.new.base_price = if only { (price - adjustment).max(0) } else { *price };
        }
        for variant in &mut product.variants {
            let Some(row) = variant.row.map(|row| &mut self.rows[row as usize]) else { continue };
            if row.is_refused() {
                continue;
            }
            fill_variant(self.mapped, &product.new, product.old.is_some(), variant, row, &names);
            if row.is_refused() {
                continue;
            }
            stock_steps(self.books, self.mapped, variant, row)?;
        }
        archive(product, &mut self.rows);
        drop_refused(&mut self.drafts[number], &self.rows);
        // What is left of the product must stand by itself; a row that breaks it goes, the others are looked at again.
        loop {
            let broken = broken_rows(&self.drafts[number].product, &self.rows);
            if broken.is_empty() {
                break;
            }
            for (row, field, problem, message) in broken {
                self.rows[row as usize].refuse(field, problem, message);
            }
            drop_refused(&mut self.drafts[number], &self.rows);
        }
        Ok(())
    }

    /// A barcode names one active variant, whatever else the file changes.
    fn settle_barcodes(&mut self) -> Result<(), Failure> {
        loop {
            let mut refused: Vec<(u32, String)> = Vec::new();
            let mut bundles: HashSet<usize> = HashSet::new();
            for (number, bundle) in self.drafts.iter().enumerate() {
                for variant in &bundle.product.variants {
                    let Some(row) = variant.row else { continue };
                    let was_active = bundle.product.old.as_ref().is_some_and(|old| !old.archived)
                        && variant.old.as_ref().is_some_and(|old| !old.archived);
                    if bundle.product.new.archived || variant.new.archived || self.rows[row as usize].is_refused() {
                        continue;
                    }
                    let had = variant.old.as_ref().filter(|_| was_active).map_or(&[][..], |old| &old.barcodes);
                    for code in variant.new.barcodes.iter().filter(|code| !had.contains(code)) {
                        if let Some(name) = self.taken_by_another(code, variant.id)? {
                            refused.push((row, format!("{code} belongs to {name}")));
                            bundles.insert(number);
                        }
                    }
                }
            }
            if refused.is_empty() {
                return Ok(());
            }
            for (row, message) in refused {
                self.rows[row as usize].refuse(ImportField::Barcode, Problem::Duplicate, message);
            }
            for bundle in bundles {
                drop_refused(&mut self.drafts[bundle], &self.rows);
            }
        }
    }

    /// Whose a barcode would be in the store after the import, other than this variant's.
    fn taken_by_another(&self, code: &str, own: VariantId) -> Result<Option<String>, Failure> {
        let owner: Option<(VariantId, String)> = self.books.find(
            "SELECT variant.id, product.name || ' (' || variant.sku || ')'
             FROM barcode
             JOIN variant ON variant.id = barcode.variant_id
             JOIN product ON product.id = variant.product_id
             WHERE barcode.code = ?1 AND barcode.active = 1",
            [code],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some((owner, name)) = owner.filter(|(owner, _)| *owner != own) else { return Ok(None) };
        let kept = match self.by_variant.get(&owner) {
            None => true,
            Some((bundle, variant)) => {
                let product = &self.drafts[*bundle as usize].product;
                let variant = &product.variants[*variant as usize];
                !product.new.archived
                    && !variant.new.archived
                    && variant.new.barcodes.iter().any(|known| **known == *code)
            }
        };
        Ok(kept.then_some(name))
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

    fn finish(mut self, mapping: Mapping, fixes: Fixes, watch: &dyn Watch) -> Result<Checked, Failure> {
        // A product that would have no variant is none: what describes it goes with its rows.
        for bundle in &self.drafts {
            if bundle.product.old.is_none() && bundle.product.variants.is_empty() {
                for row in &bundle.rows {
                    let row = &mut self.rows[*row as usize];
                    if row.kind == Kind::Parent && !row.is_refused() {
                        row.why = Some("None of its variations can be added.".into());
                    }
                }
            }
        }
        let mut told = Told::default();
        (told.units_now, told.value_now) = self.books.one(
            "SELECT coalesce(sum(stock_balance.on_hand), 0),
                    coalesce(sum(stock_balance.on_hand * (product.base_price + variant.price_adjustment)), 0)
             FROM stock_balance
             CROSS JOIN variant ON variant.id = stock_balance.variant_id
             CROSS JOIN product ON product.id = variant.product_id
             WHERE stock_balance.on_hand > 0",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        (told.units_after, told.value_after) = (told.units_now, told.value_now);
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
                told.units_after += variant.on_hand_after() - variant.on_hand();
                told.value_after += variant.on_hand_after() * after - variant.on_hand() * before;
            }
        }
        let beside = self.beside();
        let mut lines = Vec::with_capacity(self.rows.len());
        for (number, row) in self.rows.iter().enumerate() {
            let bundle = bundle_of[number].map(|bundle| &self.drafts[bundle as usize].product);
            let line = line_of(self.books, &self.tree, row, at(number), bundle, self.mapped);
            match line.result {
                RowResult::Added => told.added += 1,
                RowResult::Changed => told.changed += 1,
                RowResult::Unchanged => told.unchanged += 1,
                RowResult::Refused => told.refused += 1,
            }
            told.restored += i64::from(line.restored);
            told.cells += line.noted.iter().filter(|noted| noted.problem.is_some()).count() as i64;
            lines.push(line);
        }
        let products: Vec<ProductDraft> = self
            .drafts
            .into_iter()
            .map(|bundle| bundle.product)
            .filter(|product| product.is_changed() && !product.variants.is_empty())
            .collect();
        let categories = new_categories(&self.tree, &products);
        watch.progress(2 * lines.len() as i64, 2 * lines.len() as i64);
        Ok(Checked { mapping, mapped: self.mapped.clone(), fixes, lines, beside, categories, products, told })
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

/// Takes a variant's fields from its row.
fn fill_variant(
    mapped: &Mapped,
    product: &ProductState,
    product_is_known: bool,
    variant: &mut VariantDraft,
    row: &mut Row,
    names: &[String],
) {
    let is_new = variant.old.is_none();
    if is_new && row.variant_price.is_none() && row.base_price.is_none() && !product_is_known {
        let field = if mapped.has(ImportField::BasePrice) { ImportField::BasePrice } else { ImportField::VariantPrice };
        row.refuse(field, Problem::Required, "is required for a new product");
        return;
    }
    if let Some(attributes) = row.attributes.clone() {
        let mut named: Vec<Attribute> = Vec::with_capacity(attributes.len());
        for (place, attribute) in attributes.into_iter().enumerate() {
            let name = match (attribute.name.is_empty(), names.get(place).filter(|name| !name.is_empty())) {
                (false, _) => attribute.name,
                (true, Some(name)) => name.clone(),
                (true, None) => "Variation".to_owned(),
            };
            if named.iter().any(|known| fold(&known.name) == fold(&name)) {
                row.refuse(ImportField::AttributeName1, Problem::Duplicate, format!("{name} is there twice"));
                return;
            }
            named.push(Attribute { name, value: attribute.value });
        }
        variant.new.attributes = named;
    }
    if let Some(codes) = &row.barcodes {
        variant.new.barcodes = codes.clone();
    }
    if let Some(adjustment) = row.price_adjustment {
        variant.new.price_adjustment = adjustment;
    }
    if let Some(price) = row.variant_price {
        variant.new.price_adjustment = price - product.base_price;
    }
    if let Some(level) = row.reorder_level {
        variant.new.reorder_level = level;
    }
    if let Some(cost) = row.unit_cost {
        variant.new.last_cost = Some(cost);
    }
}

/// What becomes of the units on hand, per place.
fn stock_steps(
    books: &Snapshot<'_>,
    mapped: &Mapped,
    variant: &mut VariantDraft,
    row: &mut Row,
) -> Result<(), Failure> {
    let mut steps = Vec::with_capacity(row.figures.len());
    for figure in row.figures.clone() {
        let place = &mapped.on_hand[figure.place];
        let (on_hand, reserved) = variant.balance(place.location_id);
        let mut exact = mapped.stock == StockMode::Set;
        let after = match (place.stamp, mapped.stock) {
            (Some(_), _) => {
                exact = true;
                match stamped(books, variant.id, place.location_id, figure)? {
                    Stamped::Untouched => continue,
                    Stamped::Fresh => figure.units,
                    Stamped::Stale(then) => {
                        let message = format!(
                            "was {then} when the file was written and is {on_hand} now; {} would undo what came between",
                            figure.units
                        );
                        row.refuse(ImportField::OnHand, Problem::NotAllowed, message);
                        continue;
                    }
                    Stamped::Unknown if on_hand == figure.units => continue,
                    Stamped::Unknown => {
                        let message = "has no stamp of this store beside it, which says since when the figure holds";
                        row.refuse(ImportField::StockStamp, Problem::Required, message);
                        continue;
                    }
                }
            }
            (None, StockMode::Set) => figure.units,
            (None, StockMode::Add) => on_hand + figure.units,
            (None, StockMode::Leave) => continue,
        };
        if after < reserved {
            let message =
                format!("{after} would be fewer than the {reserved} that are reserved; {on_hand} are on hand");
            row.refuse(ImportField::OnHand, Problem::TooSmall, message);
        } else if after > MAX_ON_HAND {
            row.refuse(ImportField::OnHand, Problem::TooLarge, format!("must be at most {MAX_ON_HAND}"));
        } else if after != on_hand {
            steps.push(Step { location_id: place.location_id, before: on_hand, delta: after - on_hand, exact });
        }
    }
    if !row.is_refused() {
        steps.shrink_to_fit();
        variant.steps = steps;
    }
    Ok(())
}

enum Stamped {
    /// The figure is the one that was exported: nobody changed it.
    Untouched,
    Fresh,
    /// Units moved since; so many there were.
    Stale(i64),
    Unknown,
}

fn stamped(
    books: &Snapshot<'_>,
    variant_id: VariantId,
    location_id: crate::kernel::LocationId,
    figure: read::Figure,
) -> Result<Stamped, Failure> {
    let Some(stamp) = figure.stamp else { return Ok(Stamped::Unknown) };
    // Position 0: nothing had ever moved.
    let then = match stamp {
        0 => Some(0),
        stamp => books.find(
            "SELECT on_hand_after FROM stock_movement WHERE seq = ?1 AND variant_id = ?2 AND location_id = ?3",
            rusqlite::params![stamp, variant_id, location_id],
            |row| row.get(0),
        )?,
    };
    let Some(then) = then else { return Ok(Stamped::Unknown) };
    if then == figure.units {
        return Ok(Stamped::Untouched);
    }
    let moved: bool = books.one(
        "SELECT EXISTS (SELECT 1 FROM stock_movement
                        WHERE variant_id = ?1 AND location_id = ?2 AND seq > ?3 AND on_hand_delta <> 0)",
        rusqlite::params![variant_id, location_id, stamp],
        |row| row.get(0),
    )?;
    Ok(if moved { Stamped::Stale(then) } else { Stamped::Fresh })
}

/// Archives and restores. A variant that the file names without a word about it comes back; a product of which every
/// variant is archived is archived itself.
fn archive(product: &mut ProductDraft, rows: &mut [Row]) {
    let mut whole = product.new.archived;
    for variant in &mut product.variants {
        let Some(row) = variant.row.map(|row| &mut rows[row as usize]).filter(|row| !row.is_refused()) else {
            continue;
        };
        let (product_too, itself) = match row.archived {
            None | Some(Archived::No) => (false, false),
            Some(Archived::Variant) => (false, true),
            Some(Archived::Product) => (true, false),
            Some(Archived::Both) => (true, true),
            // Already so, one way or the other: it stays as it is.
            Some(Archived::Yes) if whole || variant.new.archived => (whole, variant.new.archived),
            Some(Archived::Yes) => (false, true),
        };
        if (product_too || itself) && variant.on_hand_after() > 0 {
            let message = format!("cannot be archived with {} on hand", variant.on_hand_after());
            row.refuse(ImportField::Archived, Problem::NotAllowed, message);
            continue;
        }
        whole = product_too;
        variant.new.archived = itself;
    }
    product.new.archived = whole;
    let all_archived = !product.variants.is_empty() && product.variants.iter().all(|variant| variant.new.archived);
    let asked = product
        .variants
        .iter()
        .filter_map(|variant| variant.row)
        .any(|row| rows.get(row as usize).is_some_and(|row| row.archived == Some(Archived::Yes)));
    if all_archived && asked && !whole {
        // "Yes" for every variant means the product.
        product.new.archived = true;
        for variant in &mut product.variants {
            variant.new.archived = variant.old.as_ref().is_some_and(|old| old.archived);
        }
    }
}

/// Puts what refused rows touched back as it was. A product that the store has keeps its own fields where no row that
/// goes in tells them.
fn drop_refused(bundle: &mut Bundle, rows: &[Row]) {
    let Bundle { product, rows: of_product, leader } = bundle;
    let is_refused = |row: u32| rows[row as usize].is_refused();
    let refused = |variant: &VariantDraft| variant.row.is_some_and(is_refused);
    for variant in &mut product.variants {
        if refused(variant) {
            variant.steps.clear();
            if let Some(old) = &variant.old {
                variant.new = old.clone();
            }
        }
    }
    product.variants.retain(|variant| variant.old.is_some() || !refused(variant));
    let Some(old) = &product.old else { return };
    if of_product.iter().all(|row| is_refused(*row)) {
        product.new = old.clone();
    } else if leader.is_some_and(is_refused)
        && !of_product.iter().any(|row| !is_refused(*row) && rows[*row as usize].name.is_some())
    {
        product.new = ProductState { archived: product.new.archived, ..old.clone() };
    }
}

type Broken = (u32, ImportField, Problem, String);

/// The rows that make a product one that cannot be.
fn broken_rows(product: &ProductDraft, rows: &[Row]) -> Vec<Broken> {
    let mut broken: Vec<Broken> = Vec::new();
    let mut seen: BTreeSet<Vec<(String, String)>> = BTreeSet::new();
    let active = product.variants.iter().filter(|variant| !variant.new.archived).count();
    // Variants that stay as they are come first: a row gives way to them.
    let (kept, named): (Vec<&VariantDraft>, Vec<&VariantDraft>) =
        product.variants.iter().partition(|variant| variant.old.as_ref() == Some(&variant.new));
    for (place, variant) in kept.into_iter().chain(named).enumerate() {
        let row = variant.row.filter(|row| !rows[*row as usize].is_refused());
        let price = product.new.base_price + variant.new.price_adjustment;
        if !(0..=MAX_MINOR).contains(&price) {
            let field = match row.map(|row| &rows[row as usize]) {
                Some(row) if row.price_adjustment.is_some() => ImportField::PriceAdjustment,
                Some(row) if row.variant_price.is_some() => ImportField::VariantPrice,
                Some(_) | None => ImportField::BasePrice,
            };
            let row = row.or_else(|| {
                product.variants.iter().filter_map(|other| other.row).find(|row| !rows[*row as usize].is_refused())
            });
            if let Some(row) = row {
                broken.push((
                    row,
                    field,
                    Problem::TooSmall,
                    "makes a price that cannot be, with the adjustment".to_owned(),
                ));
            }
        }
        if variant.old.is_none()
            && place >= MAX_VARIANTS
            && let Some(row) = row
        {
            broken.push((
                row,
                ImportField::Sku,
                Problem::TooLarge,
                format!("is beyond the {MAX_VARIANTS} variants of one product"),
            ));
        }
        if active < 2 || variant.new.archived {
            continue;
        }
        let mut key: Vec<(String, String)> =
            variant.new.attributes.iter().map(|attribute| (fold(&attribute.name), fold(&attribute.value))).collect();
        key.sort();
        let empty = key.is_empty();
        if (!seen.insert(key) || empty)
            && let Some(row) = row
        {
            let message = if empty {
                "is required: the product has several variants"
            } else {
                "is that of another variant of the product"
            };
            let problem = if empty { Problem::Required } else { Problem::Duplicate };
            broken.push((row, ImportField::AttributeValue1, problem, message.to_owned()));
        }
    }
    broken
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

/// What is told of a row.
fn line_of(
    books: &Snapshot<'_>,
    tree: &Tree,
    row: &Row,
    number: u32,
    product: Option<&ProductDraft>,
    mapped: &Mapped,
) -> Line {
    let variant = product.and_then(|product| product.variants.iter().find(|variant| variant.row == Some(number)));
    let name: Box<str> = product
        .map(|product| product.new.name.clone())
        .filter(|name| !name.is_empty())
        .or_else(|| row.name.clone())
        .unwrap_or_default();
    if row.is_refused() {
        let noted = row.problems.iter().map(|CellProblem { field, problem, message }| Noted {
            field: *field,
            before: None,
            problem: Some((*problem, message.clone())),
        });
        return Line {
            result: RowResult::Refused,
            restored: false,
            sku: row.sku.clone(),
            name,
            noted: noted.collect(),
            why: row.why.clone(),
        };
    }
    let unchanged = |why: Option<&str>| Line {
        result: RowResult::Unchanged,
        restored: false,
        sku: row.sku.clone(),
        name: name.clone(),
        noted: Box::default(),
        why: why.map(Into::into),
    };
    let Some(product) = product else {
        return unchanged(Some("Nothing of this row is used."));
    };
    let noted = changes(books, tree, row, product, variant, mapped);
    let added = match variant {
        Some(variant) => variant.old.is_none(),
        None => product.old.is_none(),
    };
    let was_archived = variant.is_some_and(|variant| variant.old.as_ref().is_some_and(|old| old.archived))
        || product.old.as_ref().is_some_and(|old| old.archived);
    let restored = variant.is_some_and(|variant| !variant.new.archived) && !product.new.archived && was_archived;
    let result = match () {
        () if added => RowResult::Added,
        () if restored || !noted.is_empty() => RowResult::Changed,
        () => return unchanged(None),
    };
    Line {
        result,
        restored,
        sku: row.sku.clone(),
        name,
        noted: noted.into(),
        why: restored.then(|| "It is archived; the import restores it.".into()),
    }
}

/// The cells that change something, with what was there before.
fn changes(
    books: &Snapshot<'_>,
    tree: &Tree,
    row: &Row,
    product: &ProductDraft,
    variant: Option<&VariantDraft>,
    mapped: &Mapped,
) -> Vec<Noted> {
    let mut noted = Vec::new();
    let mut note = |field: ImportField, before: String| {
        noted.push(Noted { field, before: Some(before.into()), problem: None });
    };
    let amount = |minor: i64| books.money(Minor(minor)).to_string();
    if let Some(old) = &product.old {
        let new = &product.new;
        if row.name.is_some() && old.name != new.name {
            note(ImportField::Name, old.name.to_string());
        }
        if row.description.is_some() && old.description != new.description {
            note(ImportField::Description, old.description.to_string());
        }
        if row.category.is_some() && old.category_id != new.category_id {
            let path = old.category_id.and_then(|id| tree.find(id)).map(|branch| tree.path(branch).join(" > "));
            note(ImportField::Category, path.unwrap_or_default());
        }
        if row.base_price.is_some() && old.base_price != new.base_price {
            note(ImportField::BasePrice, amount(old.base_price));
        }
        if row.unit.is_some() && old.unit != new.unit {
            note(ImportField::Unit, old.unit.to_string());
        }
    }
    let Some(variant) = variant else { return noted };
    let Some((old, old_product)) = variant.old.as_ref().zip(product.old.as_ref()) else {
        return noted;
    };
    let new = &variant.new;
    if old.barcodes != new.barcodes {
        note(ImportField::Barcode, old.barcodes.join("\n"));
    }
    if row.price_adjustment.is_some() && old.price_adjustment != new.price_adjustment {
        note(ImportField::PriceAdjustment, amount(old.price_adjustment));
    }
    let (before, after) =
        (old_product.base_price + old.price_adjustment, product.new.base_price + new.price_adjustment);
    if row.variant_price.is_some() && before != after {
        note(ImportField::VariantPrice, amount(before));
    }
    if old.reorder_level != new.reorder_level {
        note(ImportField::ReorderLevel, old.reorder_level.map_or(String::new(), |level| level.to_string()));
    }
    if old.last_cost != new.last_cost {
        note(ImportField::UnitCost, old.last_cost.map_or(String::new(), amount));
    }
    if old.attributes != new.attributes {
        let values: Vec<&str> = old.attributes.iter().map(|attribute| attribute.value.as_str()).collect();
        note(ImportField::AttributeValue1, values.join(" / "));
    }
    if row.archived.is_some() && (old.archived, old_product.archived) != (new.archived, product.new.archived) {
        note(ImportField::Archived, if old.archived || old_product.archived { "yes" } else { "no" }.to_owned());
    }
    for step in &variant.steps {
        let named = mapped.on_hand.iter().any(|place| place.location_id == step.location_id);
        debug_assert!(named, "a step is made for a column");
        note(ImportField::OnHand, step.before.to_string());
    }
    noted
}
