/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A method's answer: one object of named values, written as JSON or as indented text. Numbers keep
 * all their digits (%.17g); what is not finite becomes null. @name is NULL inside an array. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrmComputeOutput CrmComputeOutput;

CrmComputeOutput *crm_compute_output_new (void);
void crm_compute_output_free (CrmComputeOutput *self);

void crm_compute_output_begin_object (CrmComputeOutput *self, const char *name);
void crm_compute_output_end_object (CrmComputeOutput *self);
void crm_compute_output_begin_array (CrmComputeOutput *self, const char *name);
void crm_compute_output_end_array (CrmComputeOutput *self);

void crm_compute_output_number (CrmComputeOutput *self, const char *name, double value);
void crm_compute_output_integer (CrmComputeOutput *self, const char *name, gint64 value);
void crm_compute_output_string (CrmComputeOutput *self, const char *name, const char *value);
void crm_compute_output_boolean (CrmComputeOutput *self, const char *name, gboolean value);
void crm_compute_output_null (CrmComputeOutput *self, const char *name);

/* Whole arrays. */
void crm_compute_output_numbers (CrmComputeOutput *self, const char *name, const double *values,
                                 gsize n);
void crm_compute_output_strings (CrmComputeOutput *self, const char *name,
                                 const char *const *values, gsize n);

/* (transfer full): everything, closed. JSON on one line, or text for people. */
char *crm_compute_output_to_json (CrmComputeOutput *self);
char *crm_compute_output_to_text (CrmComputeOutput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmComputeOutput, crm_compute_output_free)

G_END_DECLS
