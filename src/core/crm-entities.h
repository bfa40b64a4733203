/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-entity.h"

G_BEGIN_DECLS

/* The entity tables, for code that means one entity in particular; general code walks
 * crm_entity_all(). */
extern const CrmEntity crm_entity_user;
extern const CrmEntity crm_entity_customer;
extern const CrmEntity crm_entity_contact;
extern const CrmEntity crm_entity_affiliation;
extern const CrmEntity crm_entity_product;
extern const CrmEntity crm_entity_order;
extern const CrmEntity crm_entity_order_line;
extern const CrmEntity crm_entity_activity;
extern const CrmEntity crm_entity_tag;
extern const CrmEntity crm_entity_view;
extern const CrmEntity crm_entity_segment;
extern const CrmEntity crm_entity_segment_membership;
extern const CrmEntity crm_entity_job;
extern const CrmEntity crm_entity_exchange_rate;
extern const CrmEntity crm_entity_setting;

G_END_DECLS
