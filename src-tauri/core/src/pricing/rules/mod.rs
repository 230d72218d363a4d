//! Price rules as people keep them: written down, read, changed, put aside, and tried before they count.

mod create;
mod list;
mod store;
mod trial;
mod update;
mod warn;

pub use create::{PriceRuleCreate, price_rule_create};
pub use list::{
    PriceRuleCounts, PriceRuleCountsGet, PriceRuleFilter, PriceRuleGet, PriceRuleList, PriceRulePage,
    price_rule_counts, price_rule_get, price_rule_list,
};
pub use store::{PriceRule, PriceWarning};
pub(super) use trial::asked_rule;
pub use trial::{PriceRuleTrial, PriceRuleTry, TriedProduct, price_rule_try};
pub use update::{PriceRuleUpdate, price_rule_update};
