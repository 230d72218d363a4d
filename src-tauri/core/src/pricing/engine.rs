//! The rules, laid out for looking them up, and the calculation. Pure: it knows no database and no clock.
//!
//! Base price and adjustment make the list price; then at most one promotion, one quantity break and one rule of the
//! tier lower it, in this order. Of each kind counts the rule with the most specific scope (variant, product, the
//! nearest category going up, store), among these the one of the highest priority, then of the higher minimum, then
//! the newer. A rule counts only where it makes the price lower, so a fixed price above it gives way to the next.

use crate::catalog::Sellable;
use crate::kernel::{
    CategoryId, Instant, Minor, PriceRuleId, PriceRuleKind, PriceWhyNot, ProductId, TierId, VariantId,
};
use std::collections::{BTreeSet, HashMap};

/// The most categories that are looked at on the way to the root; deeper trees cannot be made.
const MAX_CATEGORIES_UP: usize = 20;

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    Variant(VariantId),
    Product(ProductId),
    Category(CategoryId),
    Store,
}

/// When a rule counts, beside its time; this is its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    Promotion,
    /// From so many units of one line.
    QuantityBreak(i64),
    Tier(TierId),
}

/// Where the rules of one kind stand in the book; those of a tier for themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Slot {
    Promotion,
    QuantityBreak,
    Tier(TierId),
}

impl When {
    pub fn kind(self) -> PriceRuleKind {
        match self {
            When::Promotion => PriceRuleKind::Promotion,
            When::QuantityBreak(_) => PriceRuleKind::QuantityBreak,
            When::Tier(_) => PriceRuleKind::Tier,
        }
    }

    /// Units of one line from which the rule counts.
    pub fn min_quantity(self) -> i64 {
        match self {
            When::Promotion | When::Tier(_) => 1,
            When::QuantityBreak(units) => units,
        }
    }

    fn slot(self) -> Slot {
        match self {
            When::Promotion => Slot::Promotion,
            When::QuantityBreak(_) => Slot::QuantityBreak,
            When::Tier(id) => Slot::Tier(id),
        }
    }
}

/// What a rule does to the price before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// In basis points, at most 10,000.
    Percent(i64),
    AmountOff(Minor),
    FixedPrice(Minor),
}

impl Effect {
    /// The price after it: never below 0, never above the price before.
    pub fn on(self, before: Exact) -> Exact {
        match self {
            Effect::Percent(basis_points) => Exact(before.0 * i128::from(10_000 - basis_points) / 10_000),
            Effect::AmountOff(amount) => Exact((before.0 - Exact::of(amount).0).max(0)),
            Effect::FixedPrice(price) => before.min(Exact::of(price)),
        }
    }
}

/// A price between the steps, in trillionths of the minor unit: each percentage needs four digits more, and there are
/// at most three of them, so nothing is lost on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exact(i128);

impl Exact {
    /// Digits behind the minor unit.
    pub const DIGITS: u32 = 12;
    const ONE: i128 = 10_i128.pow(Exact::DIGITS);

    pub fn of(minor: Minor) -> Exact {
        Exact(i128::from(minor.0) * Exact::ONE)
    }

    /// To the minor unit, half away from zero. A price is never below zero.
    pub fn rounded(self) -> Minor {
        Minor(i64::try_from((self.0 + Exact::ONE / 2) / Exact::ONE).unwrap_or(i64::MAX))
    }

    pub fn mantissa(self) -> i128 {
        self.0
    }
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub id: PriceRuleId,
    pub seq: i64,
    pub name: String,
    pub target: Target,
    pub when: When,
    pub effect: Effect,
    pub priority: i64,
    /// Later kinds are left out where it counted.
    pub stops: bool,
    /// The first instant at which it counts, and the first at which it no longer does.
    pub starts_at: Option<Instant>,
    pub ends_at: Option<Instant>,
    /// Not paused.
    pub active: bool,
}

impl Rule {
    pub fn has_begun(&self, at: Instant) -> bool {
        self.starts_at.is_none_or(|starts_at| starts_at <= at)
    }

    pub fn has_ended(&self, at: Instant) -> bool {
        self.ends_at.is_some_and(|ends_at| ends_at <= at)
    }

    fn counts(&self, at: Instant, quantity: i64) -> bool {
        self.active && self.has_begun(at) && !self.has_ended(at) && self.when.min_quantity() <= quantity
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierName {
    pub id: TierId,
    pub name: String,
    pub folded: String,
    pub is_default: bool,
    pub archived: bool,
}

/// Every rule that is not archived, the tiers, and the tree of categories: all that prices are worked out from.
#[derive(Debug, Clone, Default)]
pub struct RuleBook {
    /// The paused ones last; before them, those that count first, first.
    lists: HashMap<(Target, Slot), Vec<Rule>>,
    parents: HashMap<CategoryId, Option<CategoryId>>,
    /// By rank.
    pub tiers: Vec<TierName>,
}

/// The rules of one kind that a walk came to: the one that counted, and the price before and after it.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'b> {
    pub rule: &'b Rule,
    pub before: Exact,
    pub after: Exact,
}

/// A unit price and the rules that led to it.
#[derive(Debug, Clone)]
pub struct Walk<'b> {
    pub list_price: Minor,
    pub counted: [Option<Counted<'b>>; 3],
    pub exact: Exact,
}

impl<'b> Walk<'b> {
    pub fn unit_price(&self) -> Minor {
        self.exact.rounded()
    }

    pub fn rules(&self) -> impl Iterator<Item = Counted<'b>> + '_ {
        self.counted.iter().copied().flatten()
    }

    pub fn of_kind(&self, kind: PriceRuleKind) -> Option<&'b Rule> {
        self.rules().map(|counted| counted.rule).find(|rule| rule.when.kind() == kind)
    }

    pub fn has(&self, id: PriceRuleId) -> bool {
        self.rules().any(|counted| counted.rule.id == id)
    }
}

/// What the calculation needs to know of a variant.
#[derive(Debug, Clone, Copy)]
pub struct Goods {
    pub variant_id: VariantId,
    pub product_id: ProductId,
    pub category_id: Option<CategoryId>,
    /// Base price and adjustment, before reductions.
    pub list_price: Minor,
}

impl From<&Sellable> for Goods {
    fn from(variant: &Sellable) -> Goods {
        Goods {
            variant_id: variant.variant_id,
            product_id: variant.product_id,
            category_id: variant.category_id,
            list_price: Minor((variant.base_price.0 + variant.price_adjustment.0).max(0)),
        }
    }
}

impl RuleBook {
    pub fn new(
        rules: impl IntoIterator<Item = Rule>,
        parents: HashMap<CategoryId, Option<CategoryId>>,
        tiers: Vec<TierName>,
    ) -> RuleBook {
        let mut lists: HashMap<(Target, Slot), Vec<Rule>> = HashMap::new();
        for rule in rules {
            lists.entry((rule.target, rule.when.slot())).or_default().push(rule);
        }
        for list in lists.values_mut() {
            list.sort_by_key(|rule| {
                (!rule.active, std::cmp::Reverse((rule.priority, rule.when.min_quantity(), rule.seq)))
            });
        }
        RuleBook { lists, parents, tiers }
    }

    /// The same book with other rules: those that `keep` holds on to, and one more.
    pub fn with(&self, keep: impl Fn(&Rule) -> bool, more: Option<Rule>) -> RuleBook {
        let kept = self.lists.values().flatten().filter(|rule| keep(rule)).cloned();
        RuleBook::new(kept.chain(more), self.parents.clone(), self.tiers.clone())
    }

    pub fn default_tier(&self) -> Option<&TierName> {
        self.tiers.iter().find(|tier| tier.is_default)
    }

    /// The scopes that a variant lies in, the most specific first.
    pub fn targets(&self, goods: &Goods) -> Vec<Target> {
        let mut targets = Vec::with_capacity(8);
        targets.extend([Target::Variant(goods.variant_id), Target::Product(goods.product_id)]);
        let mut category = goods.category_id;
        for _ in 0..MAX_CATEGORIES_UP {
            let Some(id) = category else { break };
            targets.push(Target::Category(id));
            category = self.parents.get(&id).copied().flatten();
        }
        targets.push(Target::Store);
        targets
    }

    fn list(&self, target: Target, slot: Slot) -> &[Rule] {
        self.lists.get(&(target, slot)).map_or(&[], Vec::as_slice)
    }

    /// The price of one unit where `quantity` units are bought in one line.
    pub fn walk(&self, goods: &Goods, tier: TierId, quantity: i64, at: Instant) -> Walk<'_> {
        self.walk_along(&self.targets(goods), goods.list_price, tier, quantity, at)
    }

    /// As [`RuleBook::walk`], for a variant whose scopes are known.
    pub fn walk_along(
        &self,
        targets: &[Target],
        list_price: Minor,
        tier: TierId,
        quantity: i64,
        at: Instant,
    ) -> Walk<'_> {
        let mut walk = Walk { list_price, counted: [None; 3], exact: Exact::of(list_price) };
        for (place, slot) in [Slot::Promotion, Slot::QuantityBreak, Slot::Tier(tier)].into_iter().enumerate() {
            let before = walk.exact;
            let Some(counted) = self.first(targets, slot, quantity, at, before) else { continue };
            walk.exact = counted.after;
            walk.counted[place] = Some(counted);
            if counted.rule.stops {
                break;
            }
        }
        walk
    }

    /// The rule of one kind that counts.
    fn first(&self, targets: &[Target], slot: Slot, quantity: i64, at: Instant, before: Exact) -> Option<Counted<'_>> {
        targets
            .iter()
            .flat_map(|target| self.list(*target, slot).iter().take_while(|rule| rule.active))
            .filter(|rule| rule.counts(at, quantity))
            .map(|rule| Counted { rule, before, after: rule.effect.on(before) })
            .find(|counted| counted.after < before)
    }

    /// The quantities from which another quantity break may count, ascending.
    pub fn breaks(&self, targets: &[Target], at: Instant) -> BTreeSet<i64> {
        targets
            .iter()
            .flat_map(|target| self.list(*target, Slot::QuantityBreak))
            .filter(|rule| rule.counts(at, i64::MAX))
            .map(|rule| rule.when.min_quantity())
            .collect()
    }

    /// The rules in whose scope the variant lies and that made no step, in the order of the calculation, each with
    /// the first reason why.
    pub fn not_counted(
        &self,
        goods: &Goods,
        tier: TierId,
        quantity: i64,
        at: Instant,
        most: usize,
    ) -> Vec<(&Rule, PriceWhyNot)> {
        let targets = self.targets(goods);
        let walk = self.walk_along(&targets, goods.list_price, tier, quantity, at);
        let own = [Slot::Promotion, Slot::QuantityBreak, Slot::Tier(tier)];
        let others = self.tiers.iter().filter(|other| other.id != tier).map(|other| Slot::Tier(other.id));
        let mut told = Vec::new();
        let mut stopped = false;
        for (place, slot) in own.into_iter().chain(others).enumerate() {
            let counted = walk.counted.get(place).copied().flatten();
            // What is before the rule that counted, in the order of looking, was passed over: it is not lower.
            let mut passed = None;
            for target in &targets {
                for rule in self.list(*target, slot) {
                    if counted.is_some_and(|counted| counted.rule.id == rule.id) {
                        passed = Some(rule.target);
                        continue;
                    }
                    let why = if rule.has_ended(at) {
                        PriceWhyNot::Ended
                    } else if !rule.active {
                        PriceWhyNot::Paused
                    } else if !rule.has_begun(at) {
                        PriceWhyNot::NotYet
                    } else if place >= own.len() {
                        PriceWhyNot::Tier
                    } else if rule.when.min_quantity() > quantity {
                        PriceWhyNot::Quantity
                    } else if stopped {
                        PriceWhyNot::Stopped
                    } else {
                        match passed {
                            None => PriceWhyNot::NotLower,
                            Some(target) if target == rule.target => PriceWhyNot::LowerPriority,
                            Some(_) => PriceWhyNot::LessSpecific,
                        }
                    };
                    told.push((rule, why));
                    if told.len() == most {
                        return told;
                    }
                }
            }
            stopped |= counted.is_some_and(|counted| counted.rule.stops);
        }
        told
    }
}
