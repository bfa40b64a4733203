/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

/* CrmJob: one long piece of work in a GTask thread with a read connection of its own. CrmJobs: the
 * GListModel of those that run or ended in this session, newest first, for the jobs popover.
 * Both live on the main thread; the work function runs on a worker and reports through the
 * CrmJobControl it gets, which is the only thing it may touch of the job.
 *
 * Job properties: "title" (string), "text" (string: what it is doing), "progress" (double 0..1, -1
 * unknown), "state" (CrmJobState), "error-message" (string, nullable), "position" (int64: journal
 * position its reader saw), "started" (int64 ms). Signals: "finished" (after result is there). */
typedef enum
{
  CRM_JOB_RUNNING,
  CRM_JOB_DONE,
  CRM_JOB_FAILED,
  CRM_JOB_CANCELLED,
} CrmJobState;
#define CRM_TYPE_JOB_STATE (crm_job_state_get_type ())
GType crm_job_state_get_type (void);

#define CRM_TYPE_JOB (crm_job_get_type ())
G_DECLARE_FINAL_TYPE (CrmJob, crm_job, CRM, JOB, GObject)
#define CRM_TYPE_JOBS (crm_jobs_get_type ())
G_DECLARE_FINAL_TYPE (CrmJobs, crm_jobs, CRM, JOBS, GObject)

typedef struct _CrmJobControl CrmJobControl;

/* Any thread. Cheap enough to be called often: updates are handed on at most 20 times a second.
 * `text` (nullable) is a translated sentence. */
void crm_job_control_report (CrmJobControl *control, double progress, const char *text);
gboolean crm_job_control_is_cancelled (CrmJobControl *control);
GCancellable *crm_job_control_get_cancellable (CrmJobControl *control);
CrmStore *crm_job_control_get_store (CrmJobControl *control); /* for apply/submit from the worker */
CrmReader *
crm_job_control_get_reader (CrmJobControl *control); /* own connection, owned by the job */

/* Worker thread. Returns the result (freed by result_free) or NULL with `error`. */
typedef gpointer (*CrmJobFunc) (CrmJobControl *control, gpointer data, GError **error);

CrmJobs *crm_jobs_new (CrmStore *store);
/* Starts at once. `kind` is a stable code kept in the job entity ("segments", "import"). `data` must
 * stay valid for a retry and is freed with the job. (transfer none): owned by the list. */
CrmJob *crm_jobs_start (CrmJobs *self, const char *kind, const char *title, CrmJobFunc func,
                        gpointer data, GDestroyNotify data_free, GDestroyNotify result_free);
guint crm_jobs_get_n_running (CrmJobs *self); /* property "n-running" */
void crm_jobs_clear_finished (CrmJobs *self);

void crm_job_cancel (CrmJob *self);
void crm_job_retry (CrmJob *self); /* after FAILED or CANCELLED */
CrmJobState crm_job_get_state (CrmJob *self);
const char *crm_job_get_kind (CrmJob *self);
gint64 crm_job_get_position (CrmJob *self);
gpointer crm_job_get_result (CrmJob *self); /* (transfer none) (nullable) until the job is freed */
const GError *crm_job_get_error (CrmJob *self);

G_END_DECLS
