/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How each entity looks in a list: default columns, their widths and words. Static tables. */

#include "config.h"

#include "crm-list-look.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
static const CrmListColumn customer_columns[] = {
  { "name",            CRM_CELL_NAME,    0,   N_ ("Customer"), NULL },
  { "lifecycle-stage", CRM_CELL_PILL,    112, N_ ("Stage"), NULL },
  { "level",           CRM_CELL_GRADE,   66,  NULL, NULL },
  { "owner",           CRM_CELL_TEXT,    116, NULL, N_ ("Nobody") },
  { "city",            CRM_CELL_TEXT,    108, NULL, NULL },
  { "last-order",      CRM_CELL_OVERDUE, 132, NULL, N_ ("No orders") },
  { "order-sum",       CRM_CELL_NUMBER,  150, N_ ("Lifetime value"), N_ ("No orders") },
};
static const CrmListColumn contact_columns[] = {
  { "name",      CRM_CELL_NAME,  0,   N_ ("Contact"), NULL },
  { "customer",  CRM_CELL_TEXT,  190, NULL, N_ ("No customer") },
  { "job-title", CRM_CELL_TEXT,  150, NULL, NULL },
  { "email",     CRM_CELL_TEXT,  240, NULL, N_ ("No e-mail") },
  { "mobile",    CRM_CELL_TEXT,  150, NULL, NULL },
  { "owner",     CRM_CELL_TEXT,  116, NULL, N_ ("Nobody") },
};
static const CrmListColumn product_columns[] = {
  { "name",       CRM_CELL_TEXT,   0,   N_ ("Product"), NULL },
  { "code",       CRM_CELL_QUIET,  120, NULL, NULL },
  { "category",   CRM_CELL_TEXT,   160, NULL, N_ ("No category") },
  { "kind",       CRM_CELL_PILL,   96,  NULL, NULL },
  { "unit",       CRM_CELL_QUIET,  80,  NULL, NULL },
  { "list-price", CRM_CELL_NUMBER, 140, NULL, N_ ("No price") },
  { "cost",       CRM_CELL_NUMBER, 120, NULL, NULL },
};
static const CrmListColumn order_columns[] = {
  { "number",     CRM_CELL_TEXT,   130, N_ ("Order"), NULL },
  { "customer",   CRM_CELL_TEXT,   0,   NULL, NULL },
  { "day",        CRM_CELL_TEXT,   132, NULL, NULL },
  { "kind",       CRM_CELL_PILL,   96,  NULL, NULL },
  { "status",     CRM_CELL_PILL,   112, NULL, NULL },
  { "channel",    CRM_CELL_TEXT,   120, NULL, NULL },
  { "line-count", CRM_CELL_NUMBER, 90,  N_ ("Lines"), NULL },
  { "amount",     CRM_CELL_NUMBER, 140, NULL, NULL },
};
static const CrmListColumn activity_columns[] = {
  { "subject",  CRM_CELL_TEXT, 0,   N_ ("Activity"), NULL },
  { "kind",     CRM_CELL_PILL, 96,  NULL, NULL },
  { "customer", CRM_CELL_TEXT, 200, NULL, N_ ("No customer") },
  { "owner",    CRM_CELL_TEXT, 116, NULL, N_ ("Nobody") },
  { "due",      CRM_CELL_DUE,  128, NULL, N_ ("No date") },
  { "status",   CRM_CELL_PILL, 112, NULL, NULL },
  { "priority", CRM_CELL_PILL, 96,  NULL, NULL },
};

static const CrmListColumn rate_columns[] = {
  { "currency",    CRM_CELL_TEXT,   0,   NULL, NULL },
  { "rate",        CRM_CELL_NUMBER, 140, NULL, NULL },
  { "quoted-in",   CRM_CELL_TEXT,   140, NULL, NULL },
  { "day",         CRM_CELL_TEXT,   140, NULL, N_ ("Always") },
  { "description", CRM_CELL_TEXT,   200, NULL, NULL },
};

static const CrmListLook looks[] = {
  { "customer", "crm-customers-symbolic", N_ ("Search name, phone, tax number…"),
    N_ ("Add the first one, or bring in the list you already keep."),
    "name", FALSE, { "city", "owner", "last-order" }, "lifecycle-stage", "order-sum",
    customer_columns, G_N_ELEMENTS (customer_columns) },
  { "contact", "crm-contacts-symbolic", N_ ("Search name, phone, e-mail…"),
    N_ ("People you talk to at your customers stand here."),
    "name", FALSE, { "customer", "job-title", "mobile" }, NULL, NULL,
    contact_columns, G_N_ELEMENTS (contact_columns) },
  { "product", "crm-product-symbolic", N_ ("Search name, code…"),
    N_ ("What you sell stands here: goods and services with their prices."),
    "name", FALSE, { "code", "category", "unit" }, "kind", "list-price",
    product_columns, G_N_ELEMENTS (product_columns) },
  { "order", "crm-orders-symbolic", N_ ("Search number, reference…"),
    N_ ("Orders and returns stand here, entered or imported."),
    "day", TRUE, { "customer", "day", "channel" }, "status", "amount",
    order_columns, G_N_ELEMENTS (order_columns) },
  { "exchange-rate", "crm-table-symbolic", N_ ("Search currency…"),
    N_ ("What one unit of a currency is worth, from a day on. Orders in it are counted at the rate of their date."),
    "currency", FALSE, { "rate", "quoted-in", "day" }, NULL, NULL,
    rate_columns, G_N_ELEMENTS (rate_columns) },
  { "activity", "crm-task-symbolic", N_ ("Search subject, text…"),
    N_ ("Notes, calls, meetings and tasks stand here."),
    "due", FALSE, { "customer", "owner", "due" }, "status", NULL,
    activity_columns, G_N_ELEMENTS (activity_columns) },
};
/* clang-format on */

static CrmListLook *
make_look (const CrmEntity *entity)
{
  CrmListLook *look = g_new0 (CrmListLook, 1);
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (CrmListColumn));

  look->entity = entity->name;
  look->icon = "crm-orders-symbolic";
  look->placeholder = N_ ("Search…");
  look->sort = entity->title;
  for (guint i = 0; i < entity->n_fields && columns->len < 7; i++)
    {
      const CrmField *field = &entity->fields[i];
      CrmListColumn column = { field->id, CRM_CELL_AUTO, 130, NULL, NULL };
      if (!crm_list_look_offers (field) || (field->flags & CRM_FIELD_SYSTEM))
        continue;
      if (g_strcmp0 (field->id, entity->title) == 0)
        column.width = 0;
      g_array_append_val (columns, column);
    }
  look->n_columns = columns->len;
  look->columns = (CrmListColumn *) (gpointer) g_array_free (columns, FALSE);
  return look;
}

const CrmListLook *
crm_list_look_for (const CrmEntity *entity)
{
  static GHashTable *made;

  g_return_val_if_fail (entity != NULL, &looks[0]);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].entity, entity->name))
      return &looks[i];

  if (made == NULL)
    made = g_hash_table_new (g_str_hash, g_str_equal);
  CrmListLook *look = g_hash_table_lookup (made, entity->name);
  if (look == NULL)
    {
      look = make_look (entity);
      g_hash_table_insert (made, (gpointer) entity->name, look);
    }
  return look;
}

const CrmListColumn *
crm_list_look_column (const CrmListLook *self, const char *field_id)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (g_str_equal (self->columns[i].field, field_id))
      return &self->columns[i];
  return NULL;
}

CrmCellStyle
crm_list_look_style (const CrmListLook *self, const CrmField *field)
{
  const CrmListColumn *column = crm_list_look_column (self, field->id);

  if (column != NULL && column->style != CRM_CELL_AUTO)
    return column->style;
  switch (field->kind)
    {
    case CRM_FIELD_INTEGER:
    case CRM_FIELD_MONEY:
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
      return CRM_CELL_NUMBER;
    case CRM_FIELD_ENUM:
      return CRM_CELL_PILL;
    default:
      return CRM_CELL_TEXT;
    }
}

guint
crm_list_look_width (const CrmListLook *self, const CrmField *field)
{
  const CrmListColumn *column = crm_list_look_column (self, field->id);

  if (column != NULL)
    return column->width;
  switch (field->kind)
    {
    case CRM_FIELD_LONG_TEXT:
    case CRM_FIELD_EMAIL:
    case CRM_FIELD_URL:
      return 200;
    case CRM_FIELD_BOOLEAN:
      return 80;
    case CRM_FIELD_INSTANT:
    case CRM_FIELD_PHONE:
    case CRM_FIELD_LIST:
      return 150;
    default:
      return 120;
    }
}

const char *
crm_list_look_label (const CrmListLook *self, const CrmField *field)
{
  const CrmListColumn *column = crm_list_look_column (self, field->id);

  return column != NULL && column->label != NULL ? _ (column->label) : crm_field_get_label (field);
}

const char *
crm_list_look_empty (const CrmListLook *self, const CrmField *field)
{
  const CrmListColumn *column = crm_list_look_column (self, field->id);

  return column != NULL && column->empty != NULL ? _ (column->empty) : "";
}

gboolean
crm_list_look_offers (const CrmField *field)
{
  return !(field->flags & CRM_FIELD_HIDDEN) && field->kind != CRM_FIELD_JSON;
}

const char *
crm_list_look_none_title (const CrmEntity *entity)
{
  if (g_str_equal (entity->name, "customer"))
    return _ ("No Customers Yet");
  if (g_str_equal (entity->name, "contact"))
    return _ ("No Contacts Yet");
  if (g_str_equal (entity->name, "product"))
    return _ ("No Products Yet");
  if (g_str_equal (entity->name, "order"))
    return _ ("No Orders Yet");
  if (g_str_equal (entity->name, "activity"))
    return _ ("No Activities Yet");
  if (g_str_equal (entity->name, "exchange-rate"))
    return _ ("No Exchange Rates Yet");
  return _ ("Nothing Here Yet");
}
