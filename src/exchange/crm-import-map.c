/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Columns to fields: the targets of each kind of file and the header words people use for them. */

#include "config.h"

#include "crm-import-map.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-custom-field.h"
#include "crm-entities.h"

typedef struct
{
  const char *id;
  const char *entity;
  const char *field; /* NULL: a key */
  const char *label; /* NULL: the field's */
  const char *words; /* header words, folded, separated by | */
} Row;

/* clang-format off */
static const Row customer_rows[] = {
  { "name", "customer", "name", NULL, "name|company|companyname|customer|customername|account|accountname|organization|organisation|firm|客户|客户名称|公司|公司名称|名称|单位|企业名称" },
  { "contact.name", "contact", "name", N_ ("Contact name"), "contact|contactname|contactperson|person|fullname|联系人|联系人姓名|姓名" },
  { "contact.mobile", "contact", "mobile", N_ ("Contact mobile"), "mobile|mobilephone|cell|cellphone|contactmobile|contactphone|手机|手机号|联系人手机|联系电话|联系人电话" },
  { "contact.email", "contact", "email", N_ ("Contact e-mail"), "contactemail|personalemail|联系人邮箱" },
  { "contact.job-title", "contact", "job-title", N_ ("Contact’s job title"), "jobtitle|position|职位|职务" },
  { "contact.wechat", "contact", "wechat", N_ ("Contact’s WeChat"), "wechat|weixin|微信|微信号" },
  { "code", "customer", "code", NULL, "code|number|id|customerid|customerno|customernumber|accountnumber|no|编号|客户编号|客户代码|编码" },
  { "short-name", "customer", "short-name", NULL, "shortname|alias|简称|客户简称" },
  { "phone", "customer", "phone", NULL, "phone|telephone|tel|phonenumber|companyphone|电话|公司电话|固话|座机" },
  { "email", "customer", "email", NULL, "email|mail|emailaddress|邮箱|电子邮箱|电子邮件" },
  { "website", "customer", "website", NULL, "website|web|url|homepage|网址|网站" },
  { "kind", "customer", "kind", NULL, "kind|customertype|客户类别" },
  { "lifecycle-stage", "customer", "lifecycle-stage", NULL, "stage|lifecyclestage|status|阶段|客户阶段|客户状态" },
  { "level", "customer", "level", NULL, "level|grade|class|等级|级别|客户级别" },
  { "rating", "customer", "rating", NULL, "rating|热度" },
  { "type", "customer", "type", NULL, "type|relationship|客户类型|类型" },
  { "industry", "customer", "industry", NULL, "industry|sector|branch|行业|所属行业" },
  { "source", "customer", "source", NULL, "source|leadsource|来源|客户来源" },
  { "country", "customer", "country", NULL, "country|国家|国家地区" },
  { "province", "customer", "province", NULL, "province|state|region|省|省份" },
  { "city", "customer", "city", NULL, "city|town|市|城市" },
  { "street", "customer", "street", NULL, "street|address|streetaddress|地址|详细地址|街道" },
  { "postcode", "customer", "postcode", NULL, "postcode|zip|zipcode|postalcode|邮编" },
  { "tax-no", "customer", "tax-no", NULL, "taxno|taxnumber|vat|vatnumber|vatid|税号|统一社会信用代码|纳税人识别号" },
  { "employees", "customer", "employees", NULL, "employees|staff|headcount|人数|员工人数" },
  { "annual-revenue", "customer", "annual-revenue", NULL, "annualrevenue|revenue|turnover|年收入|年营业额" },
  { "currency", "customer", "currency", NULL, "currency|币种|货币" },
  { "next-follow-up", "customer", "next-follow-up", NULL, "nextfollowup|followup|下次跟进|下次联系" },
  { "tags", "customer", "tags", NULL, "tags|labels|keywords|标签" },
  { "description", "customer", "description", NULL, "description|notes|note|remark|remarks|comment|comments|备注|描述|说明" },
};
static const Row transaction_rows[] = {
  { "number", "order", "number", N_ ("Document number"), "number|invoiceno|invoice|invoicenumber|orderno|order|ordernumber|documentnumber|document|receipt|单号|订单号|订单编号|发票号|合同号" },
  { "day", "order", "day", NULL, "date|day|invoicedate|orderdate|documentdate|日期|订单日期|下单日期|开票日期|交易日期" },
  { "customer", "customer", NULL, N_ ("Customer number"), "customerid|customer|customerno|customernumber|customercode|accountnumber|客户编号|客户代码|客户号" },
  { "customer-name", "customer", NULL, N_ ("Customer name"), "customername|name|company|companyname|account|客户|客户名称|公司|公司名称" },
  { "product", "product", NULL, N_ ("Product number"), "stockcode|sku|productcode|productid|product|item|itemcode|article|产品编号|商品编码|货号|产品编码" },
  { "product-name", "product", NULL, N_ ("Product name"), "description|productname|itemname|articlename|产品|产品名称|商品名称|品名" },
  { "quantity", "order-line", "quantity", NULL, "quantity|qty|amountofitems|pieces|数量" },
  { "unit-price", "order-line", "unit-price", NULL, "unitprice|price|单价|价格" },
  { "discount", "order-line", "discount", NULL, "discount|discountpercent|折扣" },
  { "currency", "order", "currency", NULL, "currency|币种|货币" },
  { "status", "order", "status", NULL, "status|orderstatus|状态|订单状态" },
  { "channel", "order", "channel", NULL, "channel|渠道|销售渠道" },
  { "country", "customer", "country", N_ ("Customer’s country"), "country|国家" },
  { "external-ref", "order", "external-ref", NULL, "reference|externalref|ref|外部单号" },
};
/* clang-format on */

static CrmImportTarget customer_targets[G_N_ELEMENTS (customer_rows)];
static CrmImportTarget transaction_targets[G_N_ELEMENTS (transaction_rows)];

static void
fill_targets (const Row *rows, CrmImportTarget *targets, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      targets[i].id = rows[i].id;
      targets[i].entity = crm_entity_lookup (rows[i].entity);
      targets[i].field =
          rows[i].field != NULL ? crm_entity_field_index (targets[i].entity, rows[i].field) : -1;
      targets[i].label = rows[i].label;
    }
}

static const Row *
rows_of (CrmImportKind kind, guint *n)
{
  *n =
      kind == CRM_IMPORT_CUSTOMERS ? G_N_ELEMENTS (customer_rows) : G_N_ELEMENTS (transaction_rows);
  return kind == CRM_IMPORT_CUSTOMERS ? customer_rows : transaction_rows;
}

const CrmImportTarget *
crm_import_targets (CrmImportKind kind, guint *n)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      fill_targets (customer_rows, customer_targets, G_N_ELEMENTS (customer_rows));
      fill_targets (transaction_rows, transaction_targets, G_N_ELEMENTS (transaction_rows));
      g_once_init_leave (&once, 1);
    }
  rows_of (kind, n);
  return kind == CRM_IMPORT_CUSTOMERS ? customer_targets : transaction_targets;
}

/* Made once for each own field and never freed, as the field itself. */
static const CrmImportTarget *
find_own (const char *id)
{
  static GMutex lock;
  static GHashTable *made;
  const CrmField *field = crm_entity_any_field (&crm_entity_customer, id);
  CrmImportTarget *target;

  if (field == NULL || !crm_field_is_custom (field))
    return NULL;
  g_mutex_lock (&lock);
  if (made == NULL)
    made = g_hash_table_new (NULL, NULL);
  target = g_hash_table_lookup (made, field);
  if (target == NULL)
    {
      target = g_new (CrmImportTarget, 1);
      *target = (CrmImportTarget){ field->id, &crm_entity_customer, -1, field, NULL };
      g_hash_table_insert (made, (gpointer) field, target);
    }
  g_mutex_unlock (&lock);
  return target;
}

const CrmImportTarget *
crm_import_target_find (CrmImportKind kind, const char *id)
{
  guint n;
  const CrmImportTarget *targets = crm_import_targets (kind, &n);

  for (guint i = 0; i < n; i++)
    if (strcmp (targets[i].id, id) == 0)
      return &targets[i];
  return kind == CRM_IMPORT_CUSTOMERS ? find_own (id) : NULL;
}

const CrmField *
crm_import_target_field (const CrmImportTarget *self)
{
  return self->own != NULL || self->field < 0 ? self->own : &self->entity->fields[self->field];
}

char *
crm_import_target_label (const CrmImportTarget *self)
{
  if (self->label != NULL)
    return g_strdup (_ (self->label));
  return g_strdup (crm_field_get_label (crm_import_target_field (self)));
}

/* Letters and digits of any script, folded. */
static char *
fold_header (const char *header)
{
  g_autofree char *lower = NULL, *plain = g_utf8_normalize (header, -1, G_NORMALIZE_ALL_COMPOSE);
  GString *out = g_string_new (NULL);

  lower = g_utf8_strdown (plain != NULL ? plain : "", -1);
  for (const char *p = lower; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '(' || c == 0xff08) /* "Budget (¥)": what stands in brackets is the unit */
        break;
      if (g_unichar_isalnum (c))
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

static gboolean
has_word (const char *words, const char *word)
{
  gsize n = strlen (word);

  for (const char *p = words; n > 0 && p != NULL; p = strchr (p, '|'))
    {
      if (*p == '|')
        p++;
      if (strncmp (p, word, n) == 0 && (p[n] == '|' || p[n] == '\0'))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
crm_import_guess (CrmImportKind kind, const char *const *header, guint n_columns)
{
  guint n;
  const CrmImportTarget *targets = crm_import_targets (kind, &n);
  const Row *rows = rows_of (kind, &n);
  g_autofree gboolean *used = g_new0 (gboolean, n);
  GPtrArray *guesses = g_ptr_array_new ();

  for (guint column = 0; column < n_columns; column++)
    {
      g_autofree char *word = fold_header (header[column]);
      const CrmImportTarget *guess = NULL;

      for (guint i = 0; i < n && guess == NULL; i++)
        {
          g_autofree char *id = fold_header (rows[i].id);
          g_autofree char *label = crm_import_target_label (&targets[i]),
                          *folded = fold_header (label);

          if (used[i] || (!has_word (rows[i].words, word) && strcmp (word, id) != 0 &&
                          strcmp (word, folded) != 0))
            continue;
          used[i] = TRUE;
          guess = &targets[i];
        }
      g_ptr_array_add (guesses, (gpointer) guess);
    }
  return guesses;
}

CrmImportKind
crm_import_guess_kind (const char *const *header, guint n_columns)
{
  g_autoptr (GPtrArray) guesses = crm_import_guess (CRM_IMPORT_TRANSACTIONS, header, n_columns);
  gboolean quantity = FALSE, price = FALSE, day = FALSE;

  for (guint i = 0; i < guesses->len; i++)
    {
      const CrmImportTarget *target = guesses->pdata[i];

      quantity |= target != NULL && strcmp (target->id, "quantity") == 0;
      price |= target != NULL && strcmp (target->id, "unit-price") == 0;
      day |= target != NULL && strcmp (target->id, "day") == 0;
    }
  return quantity && (price || day) ? CRM_IMPORT_TRANSACTIONS : CRM_IMPORT_CUSTOMERS;
}
