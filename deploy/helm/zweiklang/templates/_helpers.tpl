{{- define "zweiklang.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "zweiklang.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "zweiklang.selector" -}}
app.kubernetes.io/name: zweiklang
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "zweiklang.labels" -}}
{{ include "zweiklang.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{/* What all pods have in common: no rights, no token of the cluster. */}}
{{- define "zweiklang.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- end -}}

{{- define "zweiklang.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Settings and secrets of a container. Call with (dict "root" $ "database" "pooled-database-url" "owner" false). */}}
{{- define "zweiklang.environment" -}}
- name: ZWEIKLANG_ALLOWED_HOSTS
  value: {{ .root.Values.host | quote }}
- name: ZWEIKLANG_URL
  value: {{ printf "https://%s" .root.Values.host | quote }}
- name: ZWEIKLANG_BEHIND_PROXY
  value: "true"
- name: ZWEIKLANG_DRAIN_SECONDS
  value: "8"
{{- range $name, $value := .root.Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
- name: ZWEIKLANG_SECRET_KEY_FILE
  value: /run/secrets/zweiklang/secret-key
- name: ZWEIKLANG_MAIL_URL_FILE
  value: /run/secrets/zweiklang/mail-url
{{- if .database }}
- name: DATABASE_URL_FILE
  value: /run/secrets/zweiklang/{{ .database }}
{{- end }}
{{- if .owner }}
- name: DATABASE_OWNER_URL_FILE
  value: /run/secrets/zweiklang/owner-database-url
{{- end }}
{{- with .root.Values.files.s3 }}
{{- if .bucket }}
- name: ZWEIKLANG_S3_BUCKET
  value: {{ .bucket | quote }}
- name: ZWEIKLANG_S3_ENDPOINT
  value: {{ .endpoint | quote }}
- name: ZWEIKLANG_S3_REGION
  value: {{ .region | quote }}
- name: ZWEIKLANG_S3_KEY_FILE
  value: /run/secrets/zweiklang/s3-key
- name: ZWEIKLANG_S3_SECRET_FILE
  value: /run/secrets/zweiklang/s3-secret
{{- end }}
{{- end }}
{{- if .root.Values.monitoring.serviceMonitor }}
- name: ZWEIKLANG_METRICS_TOKEN_FILE
  value: /run/secrets/zweiklang/metrics-token
{{- end }}
{{- range $name, $key := .root.Values.extraSecretFiles }}
- name: {{ $name }}_FILE
  value: /run/secrets/zweiklang/{{ $key }}
{{- end }}
{{- end -}}

{{- define "zweiklang.mounts" -}}
- name: secrets
  mountPath: /run/secrets/zweiklang
  readOnly: true
- name: tmp
  mountPath: /tmp
- name: var
  mountPath: /var/lib/zweiklang
{{- if .Values.files.volumeClaim }}
- name: files
  mountPath: /var/lib/zweiklang/files
{{- end }}
{{- end -}}

{{/* Volumes of a pod that sees only those keys of the Secret. Call with (dict "root" $ "keys" (list "database-url")). */}}
{{- define "zweiklang.volumes" -}}
{{- $keys := concat (list "secret-key" "mail-url") .keys }}
{{- if .root.Values.files.s3.bucket }}{{ $keys = concat $keys (list "s3-key" "s3-secret") }}{{ end }}
{{- if .root.Values.monitoring.serviceMonitor }}{{ $keys = append $keys "metrics-token" }}{{ end }}
{{- $keys = concat $keys (values .root.Values.extraSecretFiles) | uniq | sortAlpha }}
- name: secrets
  secret:
    secretName: {{ .root.Values.secret }}
    defaultMode: 0440
    items:
      {{- range $keys }}
      - { key: {{ . }}, path: {{ . }} }
      {{- end }}
- name: tmp
  emptyDir: { sizeLimit: 1Gi }
- name: var
  emptyDir: { sizeLimit: 512Mi }
{{- if .root.Values.files.volumeClaim }}
- name: files
  persistentVolumeClaim:
    claimName: {{ .root.Values.files.volumeClaim }}
{{- end }}
{{- end -}}

{{- define "zweiklang.spread" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "zweiklang.selector" .root | nindent 8 }}
        app.kubernetes.io/component: {{ .component }}
{{- end -}}
